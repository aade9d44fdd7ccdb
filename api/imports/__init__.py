"""Take documents in over HTTP: each read in a separate process, completely or not at all."""
