"""`/graph`: how units, tasks and sections are connected, from one of them outwards, arranged on the server."""

from api.pages.graph.routes import routes

__all__ = ["routes"]
