"""What a notebook works out: frames in, new frames out. Knows nothing of files, drawings or the pipeline."""
