"""Speed, memory and scale, each beside a peer's way of doing the same, in one run: ``python -m benchmarks.NAME``."""
