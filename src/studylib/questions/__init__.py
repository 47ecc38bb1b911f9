"""What the study asks of its processed tables: the situation, what changed, what residents need. Frames in, frames out."""
