"""One module a format: bytes in, the same Document out. The only I/O of the room."""
