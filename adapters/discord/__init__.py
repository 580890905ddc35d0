"""Discord: what comes in from it, and how answers are drawn there."""
