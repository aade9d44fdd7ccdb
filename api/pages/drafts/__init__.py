"""A draft on the desk: its text next to the remarks on it, each decided, and the draft given back with comments."""
