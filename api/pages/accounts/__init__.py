"""Sign in and out, one's own password, and for the administrator the accounts, the log and a backup."""
