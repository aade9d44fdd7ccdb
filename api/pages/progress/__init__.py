"""The progress of tasks as the ledger reports it: by unit, by section, by task; ledgers out and in."""
