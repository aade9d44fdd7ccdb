"""How long the measures take, beside plain NetworkX in the same run."""
