"""Small pictures for notebooks: bars, a heat map, a scatter of units. No library, no script, no other host."""

from graph.drawing.pictures import Picture, bars, heat, scatter

__all__ = ["Picture", "bars", "heat", "scatter"]
