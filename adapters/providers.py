"""Who answers, as the settings and the catalogue say."""

from urllib.parse import urlsplit

from pydantic import SecretStr

from adapters.local_model import LocalModel
from bot.models import Catalogue, Provider
from bot.models.file import Around, read_catalogue
from bot.settings import Settings

_SILENCE, _LOCAL_SILENCE = 60.0, 300.0
"""Seconds: on two cores a long question alone takes half a minute to read, and others may be ahead in the queue."""
_LOCAL_CONCURRENCY = 4
"""What `llm_host serve` writes at once where nobody says; more would wait there, and not know for how long."""
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def around(settings: Settings, local_model: LocalModel | None = None) -> Around:
    """Return what the catalogue is read in; ``local_model`` answers where there is one."""
    if local_model:
        providers = [_own_provider(settings, local_model)]
    else:
        providers = [_provider(settings)] if settings.provider[0] else []
    is_local = settings.web_auth == "local" and settings.web_host in _LOOPBACK
    return Around(tuple(providers), settings.find_key, is_local=is_local)


def first_catalogue(settings: Settings, around: Around) -> Catalogue:
    """Return what there is to ask when the program starts. Raises ``StartError``."""
    if settings.catalogue or settings.catalogue_file.is_file():
        return read_catalogue(settings.catalogue_file, around)
    return Catalogue(tuple(around.providers))


def _provider(settings: Settings) -> Provider:
    base_url, key = settings.provider
    return Provider(
        name=urlsplit(base_url).hostname or base_url,
        base_url=base_url,
        key=key,
        context=settings.model_context,
        silence=settings.model_silence or (_LOCAL_SILENCE if base_url == settings.local_model_url else _SILENCE),
        default=settings.openai_model,
        sees=settings.sees,
        concurrency=settings.model_concurrency,
    )


def _own_provider(settings: Settings, model: LocalModel) -> Provider:
    return Provider(
        name="local",
        base_url=model.served.base_url,
        key=SecretStr(model.served.key),
        context=settings.model_context or model.served.context,
        silence=settings.model_silence or _LOCAL_SILENCE,
        default=model.served.name,
        sees=bool(settings.sees),  # a GGUF file alone has no eyes, whatever its name
        ready=model.wait,
        concurrency=settings.model_concurrency or _LOCAL_CONCURRENCY,
    )
