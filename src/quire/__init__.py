"""A press for studies: from data and notebooks to a published book, run after run. Knows no city and no survey."""

__version__ = "0.1.0"
