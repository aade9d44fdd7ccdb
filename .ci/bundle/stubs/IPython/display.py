"""The one name that pyvis imports."""


class IFrame:
    """Refuses to be made: there is no notebook in the bundle."""

    def __init__(self, *_: object, **__: object) -> None:
        raise RuntimeError("the bundle has no IPython")
