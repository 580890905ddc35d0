"""Learning: what people complain about becomes lessons, which later answers follow, and which can be undone."""
