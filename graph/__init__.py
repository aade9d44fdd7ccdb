"""The one room where facts of a text meet the vocabulary: triples, store, rows, measures. It knows no HTTP."""
