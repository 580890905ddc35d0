"""What Slack delivers, read without trust: a field that is missing, or of another kind, reads as empty."""

from collections.abc import Mapping

Payload = Mapping[str, object]


def child(payload: object, *path: str) -> Payload:
    """Return the object at ``path``."""
    found = _at(payload, path)
    return found if isinstance(found, Mapping) else {}


def children(payload: object, *path: str) -> list[Payload]:
    """Return the objects in the list at ``path``."""
    found = _at(payload, path)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def word(payload: object, *path: str) -> str:
    """Return the string at ``path``."""
    found = _at(payload, path)
    return found if isinstance(found, str) else ""


def _at(payload: object, path: tuple[str, ...]) -> object:
    for name in path:
        payload = payload.get(name) if isinstance(payload, Mapping) else None
    return payload
