"""Tests: what people do and see, against real libraries and loopback servers."""
