"""The bodies of messages: what may be in them, and how much."""

from tests.fakes.discord.components import check_components
from tests.fakes.discord.errors import Refused, Strange, invalid, length
from tests.fakes.discord.nouns import (
    COMPONENTS_V2,
    EPHEMERAL,
    SUPPRESS_EMBEDS,
    SUPPRESS_NOTIFICATIONS,
    FakeFile,
    Json,
)

MOST_FILE, MOST_REQUEST = 10 << 20, 25 << 20
_FIELDS = {"content", "embeds", "allowed_mentions", "components", "attachments", "flags", "tts"}
_CREATED = {"nonce", "enforce_nonce", "message_reference"}
_FLAGS = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2
_EMBED = {"title": 256, "description": 4096}
_EMBED_FIELDS = {
    "title",
    "description",
    "url",
    "timestamp",
    "color",
    "footer",
    "image",
    "thumbnail",
    "author",
    "fields",
}


def check_body(body: Json, files: dict[int, FakeFile], *, is_new: bool, is_response: bool, flags: int = 0) -> None:
    """Raise ``Refused`` where Discord would refuse a body, and ``Strange`` where it would ignore something.

    ``flags`` are those of the message before. ``is_response``: to an interaction.
    """
    known = _FIELDS | (_CREATED if is_new and not is_response else set())
    if unknown := body.keys() - known:
        raise Strange(f"a message has no such fields: {sorted(unknown)}")
    wanted = body.get("flags") or 0
    if wanted & ~(_FLAGS | (EPHEMERAL if is_response and is_new else 0)) and is_new:
        raise invalid("flags", "BASE_TYPE_CHOICES", "These flags cannot be set.")
    length("content", body.get("content") or "", 0, 2000)
    length("nonce", str(body.get("nonce") or ""), 0, 25)
    check_embeds(body.get("embeds") or [])
    is_layout = bool((flags | wanted) & COMPONENTS_V2)
    if is_layout and (body.get("content") or body.get("embeds")):
        raise invalid("content", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "Not with IS_COMPONENTS_V2")
    check_components(body.get("components") or [], is_layout=is_layout)
    check_mentions(body.get("allowed_mentions"))
    _check_files(body, files)


def check_embeds(embeds: list[Json]) -> None:
    """Raise where embeds are too many or too long."""
    if len(embeds) > 10:
        raise invalid("embeds", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
    total = 0
    for number, embed in enumerate(embeds):
        if unknown := embed.keys() - _EMBED_FIELDS - {"type", "flags"}:
            raise Strange(f"an embed has no such fields: {sorted(unknown)}")
        total += sum(_measure(embed, f"embeds.{number}"))
    if total > 6000:
        raise invalid("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")


def _measure(embed: Json, path: str) -> list[int]:
    texts = [(f"{path}.{name}", embed.get(name) or "", 0, most) for name, most in _EMBED.items()]
    texts.append((f"{path}.footer.text", (embed.get("footer") or {}).get("text", ""), 0, 2048))
    texts.append((f"{path}.author.name", (embed.get("author") or {}).get("name", ""), 0, 256))
    fields = embed.get("fields") or []
    if len(fields) > 25:
        raise invalid(f"{path}.fields", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    for number, field in enumerate(fields):
        texts.append((f"{path}.fields.{number}.name", field.get("name", ""), 1, 256))
        texts.append((f"{path}.fields.{number}.value", field.get("value", ""), 1, 1024))
    for where, text, least, most in texts:
        length(where, text, least, most)
    return [len(text) for _, text, _, _ in texts]


def check_mentions(allowed: Json | None) -> None:
    """Raise where ``allowed_mentions`` contradict themselves."""
    if not allowed:
        return
    if unknown := allowed.keys() - {"parse", "users", "roles", "replied_user"}:
        raise Strange(f"allowed_mentions have no such fields: {sorted(unknown)}")
    parse = allowed.get("parse", [])
    if not set(parse) <= {"users", "roles", "everyone"}:
        raise invalid("allowed_mentions.parse", "BASE_TYPE_CHOICES", "Only users, roles and everyone.")
    for name in ("users", "roles"):
        if name in parse and allowed.get(name):
            raise invalid("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", f"parse and {name} exclude")
        if len(allowed.get(name) or ()) > 100:
            raise invalid(f"allowed_mentions.{name}", "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")


def _check_files(body: Json, files: dict[int, FakeFile]) -> None:
    if len(files) > 10 or len(body.get("attachments") or ()) > 10:
        raise invalid("attachments", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
    sizes = [len(file.content) for file in files.values()]
    if sum(sizes) > MOST_REQUEST or any(size > MOST_FILE for size in sizes):
        raise Refused(40005)
    if body.get("attachments") is not None:
        named = {int(one["id"]) for one in body["attachments"]}
        if lost := files.keys() - named:
            raise Strange(f"files[{sorted(lost)}] were uploaded, and attachments do not name them")


def is_empty(message: Json) -> bool:
    """Tell whether there would be nothing to see; Discord trims what is said."""
    parts = (message.get(name) for name in ("embeds", "components", "attachments"))
    return not (message.get("content") or "").strip() and not any(parts)
