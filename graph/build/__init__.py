"""Read files and folders of plans into a store."""
