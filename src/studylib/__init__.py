"""Analysis and pipeline of the Smart Cities Study."""

__version__ = "0.1.0"
