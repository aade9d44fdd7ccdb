"""Tables of tasks: one module a form of table, each with examples it is for and against.

``read`` tries the forms in order: a card of labels and values, a duty matrix, rows under a header.
"""
