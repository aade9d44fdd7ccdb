"""A draft on the desk: its text beside the remarks on it, each decided, and the draft given back with comments."""
