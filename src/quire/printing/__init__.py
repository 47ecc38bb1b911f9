"""The rendered book as one PDF."""
