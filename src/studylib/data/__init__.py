"""From `data/raw` to `data/processed`: what files may hold, reading them with all faults in one report, and the processed tables.

Knows nothing of notebooks.
"""
