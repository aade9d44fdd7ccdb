"""Tasks by the clarity of their lead."""
