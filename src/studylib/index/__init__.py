"""Composite scores of cities: the steps from items to scores along a tree, and how sure these are. Frames in, frames out."""
