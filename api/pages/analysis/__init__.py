"""The analyses that are one table each: on which units tasks concentrate, which units are in the middle of the network."""
