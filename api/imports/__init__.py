"""Take documents in over HTTP: each read in a process of its own, whole or not at all."""
