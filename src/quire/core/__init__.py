"""What everything else stands on: errors, where things are, writing that is complete or not at all. Knows nothing of the study."""
