"""What a notebook shows and keeps: figures, tables, key messages, and numbers for the prose with their origin."""
