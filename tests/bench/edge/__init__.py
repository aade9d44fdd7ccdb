"""How long others wait while some misuse the server."""
