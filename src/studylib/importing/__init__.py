"""Official statistics come in: files of publishers read, held against the study's frame, and written into its one table.

Knows nothing of surveys; nothing is fetched, the files are handed over.
"""
