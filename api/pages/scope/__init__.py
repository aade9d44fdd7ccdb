"""The form of the scope."""
