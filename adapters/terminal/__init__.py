"""The terminal: the smallest adapter, and the one to read first; begin with ``surface``."""

from adapters.terminal.surface import TerminalAdapter, TerminalSurface

__all__ = ["TerminalAdapter", "TerminalSurface"]
