"""Pictures of a network: positions, and the file that opens offline."""
