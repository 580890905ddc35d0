"""Platforms: each adapter turns events into calls of the engine, and offers surfaces to draw answers on."""
