"""The catalogue's file changed as a careful person would: comments stay, and what makes no sense is not written."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.items import AoT

from adapters.providers import around
from bot.errors import ModelError, StartError, UsageError
from bot.loading import load_settings
from bot.models import Models
from bot.models.addresses import is_url
from bot.models.file import Around, read_catalogue
from bot.models.sentences import suggest
from bot.models.trial import try_model
from bot.settings import Settings

_OPENAI = ("openai", "https://api.openai.com/v1", "OPENAI_API_KEY")


async def add_provider(url: str, name: str, key_env: str, chosen: Sequence[str], *, default: bool) -> str:
    """Write a provider that answers into the file; return what to tell. Raises ``StartError`` and ``UsageError``."""
    settings = load_settings(here=True)
    file = settings.catalogue_file
    if url == _OPENAI[0]:
        url, name, key_env = _OPENAI[1], name or _OPENAI[0], key_env or _OPENAI[2]
    if not is_url(url):
        raise UsageError("the address of a model server looks like http://HOST:PORT/v1, without a name or a password")
    name = name or (urlsplit(url).hostname or "").replace(":", "-")
    document = _read(file)
    if name in document.get("providers", {}):
        raise UsageError(
            f"{file} has a provider {name} already: give this one another --name, or remove that one first"
        )
    _put(document, name, url, key_env, chosen, default=default)
    surroundings = _alone(settings)
    tried = await _try(document, file, name, chosen, surroundings)
    _write(file, document, surroundings)
    return f"{tried}\n{name} stands in {file} now. To undo: code-supporter models remove {name}"


def remove_entry(name: str) -> str:
    """Take a provider or a model out of the file; return what to tell. Raises ``UsageError``."""
    settings = load_settings(here=True)
    file = settings.catalogue_file
    document = _read(file)
    before = tomlkit.dumps(document)
    providers, models = document.get("providers", {}), document.get("models", [])
    if name in providers:
        del providers[name]
        gone = [at for at, model in enumerate(models) if model.get("provider") == name]
    else:
        gone = [at for at, model in enumerate(models) if name in _names(model)[:2]]
        if not gone:
            known = [*providers, *(str(model.get("name")) for model in models)]
            raise UsageError(f"{file} has no provider and no model {name}{suggest(name, known)}")
    fallen = {each for at in gone for each in _names(models[at])}
    for at in reversed(gone):
        del models[at]
    _drop(document, fallen)
    _write(file, document, _alone(settings))
    kept = file.with_name(f"{file.name}.before")
    kept.write_text(before, encoding="utf-8")
    return f"{name} is gone from {file}. To undo: mv '{kept}' '{file}'"


def _alone(settings: Settings) -> Around:
    """Return what the file is read in, without a model of our own, which need not run for this."""
    return around(settings)


def _read(file: Path) -> TOMLDocument:
    try:
        return tomlkit.parse(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return tomlkit.document()
    except (UnicodeDecodeError, tomlkit.exceptions.TOMLKitError) as error:
        raise StartError(f"{file}: this can't be read: {error}") from None


def _put(document: TOMLDocument, name: str, url: str, key_env: str, chosen: Sequence[str], *, default: bool) -> None:
    provider = tomlkit.table()
    provider["base_url"] = url
    if key_env:
        provider["key_env"] = key_env
    provider.add(tomlkit.nl())
    if "providers" not in document:
        document["providers"] = tomlkit.table(is_super_table=True)
    document["providers"][name] = provider
    for at, model in enumerate(chosen):
        entry: dict[str, Any] = {"name": model, "provider": name, **({"default": True} if default and not at else {})}
        models = document.setdefault("models", tomlkit.aot())
        assert isinstance(models, AoT)
        table = tomlkit.table()
        table.update(entry)
        table.add(tomlkit.nl())
        models.append(table)


async def _try(document: TOMLDocument, file: Path, name: str, chosen: Sequence[str], around: Around) -> str:
    """Ask the new provider one small question; return how that went. Raises ``UsageError`` where it does not answer."""
    draft = file.with_name(f".{file.name}.new")
    _lay(draft, document)
    try:
        catalogue = read_catalogue(draft, around)
    except StartError as error:
        raise StartError(str(error).replace(str(draft), str(file))) from None
    finally:
        draft.unlink()
    provider = next(each for each in catalogue.providers if each.name == name)
    async with Models([provider]) as models:
        try:
            tried = await try_model(models, await models.choose(chosen[0] if chosen else ""))
        except ModelError as error:
            raise UsageError(f"nothing is written: {error}") from None
    if tried.problem:
        raise UsageError(f"nothing is written: {tried.problem}")
    return f"{tried.model.name} answers after {tried.first_token:.2f} s, with {tried.rate:.1f} tokens a second."


def _write(file: Path, document: TOMLDocument, around: Around) -> None:
    """Write the file, unless it would make no sense. Raises ``StartError``."""
    draft = file.with_name(f".{file.name}.new")
    _lay(draft, document)
    try:
        read_catalogue(draft, around)
        draft.replace(file)
    except StartError as error:
        draft.unlink()
        raise StartError(f"nothing is written: {str(error).removeprefix(f'{draft}: ')}") from None


def _lay(draft: Path, document: TOMLDocument) -> None:
    draft.parent.mkdir(parents=True, exist_ok=True)
    draft.write_text(tomlkit.dumps(document), encoding="utf-8")


def _names(model: Any) -> list[str]:
    """Return all that a model is called in the file: its own names first."""
    name, provider = str(model.get("name")), model.get("provider")
    return [name, f"{provider}/{name}", *model.get("aliases", [])]


def _drop(document: TOMLDocument, names: set[str]) -> None:
    """Take models that are gone out of what is fallen back to."""
    if "fallbacks" in document:
        left = [name for name in document["fallbacks"] if name not in names]
        if len(left) < len(document["fallbacks"]):
            document["fallbacks"] = left
