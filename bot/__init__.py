"""The conversation engine: knows no platform and no web framework."""
