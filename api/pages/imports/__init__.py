"""Import of files: the form, the jobs, and the JSON interface."""
