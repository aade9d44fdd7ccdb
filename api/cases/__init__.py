"""Cases for the pages: read once a revision, decided by one person at a time, taken in from a table."""
