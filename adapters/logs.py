"""Log lines, for people or for machines."""

import json
import logging
import sys

from bot.settings import Settings


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {"at": record.created, "level": record.levelname, "from": record.name, "text": record.getMessage()}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line)


def begin_logging(settings: Settings) -> None:
    """Send log lines to standard error, in the form and from the level that the settings name."""
    to_stderr = logging.StreamHandler(sys.stderr)
    text = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    to_stderr.setFormatter(_JsonLines() if settings.log_format == "json" else text)
    logging.basicConfig(level=settings.log_level, handlers=[to_stderr], force=True)
    for chatty in ("httpx", "httpx2", "httpcore", "httpcore2", "openai", "alembic", "aiosqlite", "mcp", "uvicorn"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[settings.log_level]))
