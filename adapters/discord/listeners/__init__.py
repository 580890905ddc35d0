"""Everything that comes in from Discord: one module for each way in, all of them over one net."""
