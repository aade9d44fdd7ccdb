"""The border to HTTP: limits, hosts, sessions, forms, uploads, content negotiation."""
