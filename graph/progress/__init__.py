"""How far the tasks of plans are, as units report it in the ledger: kept as data, never read into the text."""
