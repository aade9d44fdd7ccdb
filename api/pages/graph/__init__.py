"""`/graph`: how units, tasks and sections hang together, from one of them outwards, laid out on the server."""

from api.pages.graph.routes import routes

__all__ = ["routes"]
