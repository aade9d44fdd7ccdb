"""The list of assignments."""
