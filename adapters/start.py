"""The start of the service: the port and the model first, then all that takes time to import."""

import socket

from adapters.local_model import local_model
from adapters.logs import begin_logging
from bot.errors import StartError
from bot.settings import Settings

_BACKLOG = 2048


async def serve(settings: Settings) -> int:
    """Run until SIGTERM or SIGINT; return the exit code. Raises ``StartError``."""
    begin_logging(settings)
    with _listen(settings) as listening:
        async with local_model(settings) as model:
            # A second or two of imports, in which the model's own process is loading it.
            from adapters.service import run

            return await run(settings, listening, model)


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.web_host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.web_host, settings.web_port))
        listening.listen(_BACKLOG)
    except OSError as error:
        listening.close()
        raise StartError(
            f"WEB_PORT={settings.web_port}: can't listen on {settings.web_host} ({error.strerror});"
            " is Code Supporter running already? Else choose another WEB_PORT"
        ) from None
    return listening
