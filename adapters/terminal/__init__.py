"""The terminal: the smallest adapter, and the one to read first; begin with ``surface``."""
