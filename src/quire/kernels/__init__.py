"""Kernels that start in a few hundredths of a second, each a fresh process. Knows a folder of code, and nothing of runs."""
