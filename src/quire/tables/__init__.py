"""Tables of a study: their schemas, reading and checking them, where they are from, and what they are made of.

Knows no study: which tables there are stands in its `data/schema`, one Table Schema a table.
"""
