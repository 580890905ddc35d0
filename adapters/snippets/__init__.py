"""Snippets from the command line: on the database alone, whether the service runs or not."""
