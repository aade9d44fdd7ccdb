"""Drafts under review: read in a bounded process, remarked on, decided, given back with comments; never stored."""
