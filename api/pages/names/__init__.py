"""`/names`: names of units that the tables do not settle."""
