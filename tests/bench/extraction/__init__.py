"""How well and how fast plans are read: figures against hand-made labels, and time and memory against length."""
