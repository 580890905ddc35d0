"""Tokens of the API from the command line: on the database alone, whether the service runs or not."""
