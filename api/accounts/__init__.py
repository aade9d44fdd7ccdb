"""People: accounts with roles, passwords, sessions, and the log of what was done."""
