"""The version of the program, as the package says it."""


def version() -> str:
    """Give the version, such as ``0.1.0``."""
    import importlib.metadata  # noqa: PLC0415  a fifth of a start, for the few that ask

    return importlib.metadata.version("dutygraph")
