"""`/plans/{id}/reread`: what the present program reads of a plan, next to what is stored."""
