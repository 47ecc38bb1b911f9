"""The preview: a draft of the book on this machine, made anew while people work. Knows nothing of what a draft holds, nor of a study."""
