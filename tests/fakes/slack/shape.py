"""The smallest rules of Block Kit: lengths, required and unknown fields, text objects; and how a breach is named."""

from tests.fakes.slack.nouns import Json, Refused


def wrong(why: str, path: str) -> Refused:
    """Return the refusal of blocks that break a rule at ``path``."""
    return Refused("invalid_blocks", f"[ERROR] {why} [json-pointer:{path}]")


def check_length(text: object, path: str, most: int, least: int = 1) -> str:
    """Return a string that has so many characters."""
    if not isinstance(text, str):
        raise wrong("must be a string", path)
    if len(text) < least:
        raise wrong(f"must be more than {least - 1} characters", path)
    if len(text) > most:
        raise wrong(f"must be less than {most + 1} characters", path)
    return text


def check_items(items: object, path: str, most: int, least: int = 1) -> list[Json]:
    """Return a list of objects that has so many of them."""
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise wrong("must be a list of objects", path)
    if len(items) < least:
        raise wrong(f"must have at least {least} items", path)
    if len(items) > most:
        raise wrong(f"no more than {most} items allowed", path)
    return items


def check_fields(node: Json, path: str, allowed: str, required: str = "") -> None:
    """Check that an object has no fields but ``allowed``, and all that are ``required``; both are words."""
    for name in required.split():
        if name not in node:
            raise wrong(f"missing required field: {name}", path)
    for name in node:
        if name not in {"type", *allowed.split(), *required.split()}:
            raise wrong(f"invalid additional property: {name}", path)


def check_text(node: object, path: str, most: int, kinds: str = "plain_text mrkdwn") -> None:
    """Check a text object."""
    if not isinstance(node, dict):
        raise wrong("must be an object", path)
    kind = node.get("type")
    if kind not in kinds.split():
        raise wrong(f"unsupported type: {kind}", f"{path}/type")
    check_fields(node, path, "emoji" if kind == "plain_text" else "verbatim", "text")
    check_length(node["text"], f"{path}/text", most)


def check_plain(node: object, path: str, most: int) -> None:
    check_text(node, path, most, "plain_text")


def check_choice(value: object, path: str, choices: str) -> None:
    if value not in choices.split():
        raise wrong(f"must be one of: {', '.join(choices.split())}", path)


def check_unique(nodes: list[Json], path: str, name: str) -> None:
    """Check that no two objects have the same id."""
    seen = set[str]()
    for number, node in enumerate(nodes):
        if (id := node.get(name)) in seen and id:
            raise wrong(f"`{name}` {id!r} already exists", f"{path}/{number}/{name}")
        seen.add(id or "")
