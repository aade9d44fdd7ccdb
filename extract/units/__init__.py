"""The registry of bodies and places, and the way from the words of a mention to a unit."""
