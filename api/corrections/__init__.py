"""Take corrections in over HTTP: who, when and why with each, and the numbers that moved given back."""
