"""The book: pages made of runs, rendered to HTML, with where their numbers come from."""
