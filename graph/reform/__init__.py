"""Reforms of government bodies: successors by rule, and a corpus under a reform."""
