"""The pages of the book, from runs, data and authored text to rendered HTML."""
