"""The look of the study: a tidy frame becomes a drawing. What is drawn is worked out in `analysis`."""
