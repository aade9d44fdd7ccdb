"""How far the tasks of plans are, as units report it in the ledger; entries are data and are only ever added."""
