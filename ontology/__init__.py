"""The vocabulary: terms, shapes and the making of IRIs. It knows no text."""
