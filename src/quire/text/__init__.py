"""Words, mark-up and tables: sentences from data, and text made safe for HTML and MyST Markdown. Knows no figures."""
