"""Read a government plan: from bytes in any format to tasks, mentions, units and assignments.

The room knows text and nothing else: no RDF, no graph, no server. Start at :mod:`extract.pipeline`.
"""
