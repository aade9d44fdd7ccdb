"""Stands in for IPython in the bundle alone: pyvis asks for it at import, and a program without notebooks never calls it."""
