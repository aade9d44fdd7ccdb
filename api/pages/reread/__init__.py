"""`/plans/{id}/reread`: what the present program reads of a plan, beside what is stored."""
