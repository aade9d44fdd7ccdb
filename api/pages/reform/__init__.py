"""A reform carried out on paper."""
