"""What the pages read: the rows of the store, indexed."""
