"""What the figures say: sentences, captions of cells and texts for those who cannot see a figure, made from the analysis."""
