"""Which runs there are, which are stale, running them, and what was published. Knows nothing of what a notebook works out."""
