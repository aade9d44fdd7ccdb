"""The texts of the pages, in Chinese and English."""
