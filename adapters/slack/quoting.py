"""A question that we post for somebody, shown as it was typed: nothing in it means anything to Slack, code stays code.

Rich text is not read for marks or mentions: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

import json
import re
from collections.abc import Iterator

from adapters.slack.blocks import Block, context, cut

_LONGEST = 9_000
"""Characters of a question that are shown: all blocks of a message may have 13,200 as JSON, escapes included."""
_MOST_JSON = 10_500
_MOST_PARTS = 20
_FENCE = "```"
_INDENTED = re.compile(r"^(?: {2}|\t)[ \t]*\S", re.MULTILINE)


def quote(name: str, text: str) -> list[Block]:
    """Return the blocks that say what a person asks."""
    shown = _shorten(text)
    asks = {"type": "rich_text_section", "elements": [_words(name, bold=True), _words(" asks:")]}
    blocks: list[Block] = [{"type": "rich_text", "elements": [asks, *_parts(shown)]}]
    if shown != text:
        blocks.append(context(f"Only the beginning is shown: I was given all {len(text):,} characters of it."))
    return blocks


def _shorten(text: str) -> str:
    shown = cut(text, _LONGEST)
    return shown if len(json.dumps(shown, ensure_ascii=False)) <= _MOST_JSON else cut(text, _LONGEST // 2)


def _parts(text: str) -> Iterator[Block]:
    parts = text.split(_FENCE)
    if len(parts) > _MOST_PARTS:
        parts = ["", text]
    for at, part in enumerate(parts):
        if part.strip():
            is_code = at % 2 or _INDENTED.search(part)
            yield {
                "type": "rich_text_preformatted" if is_code else "rich_text_quote",
                "elements": [_words(part.strip("\n") if is_code else part.strip())],
            }


def _words(text: str, *, bold: bool = False) -> Block:
    return {"type": "text", "text": text} | ({"style": {"bold": True}} if bold else {})
