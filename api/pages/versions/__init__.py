"""The versions of a document: what each says, and what changed from one to the next."""
