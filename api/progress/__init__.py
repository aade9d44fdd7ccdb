"""Progress of tasks for the pages and the command line: read once a revision, taken in from a filled-in ledger."""
