"""The code blocks of an answer, and names for them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FENCE = re.compile(r"(?P<quote>(?:[ \t]*>)*)(?P<indent>[ \t]*)(?P<marks>`{3,}|~{3,})(?P<info>[^`\n]*)$")
_QUOTE = re.compile(r"[ \t]*> ?")
_LANGUAGE = re.compile(r"\w[\w+#.-]{0,19}")
_DEFINITION = re.compile(
    r"^[ \t]*(?:(?:export|default|async|public|private|protected|internal|static|final|abstract|pub|const|inline) +)*"
    r"(?:def|class|function\*?|fn|func(?: +\([^)\n]*\))?|struct|enum|trait|interface|type|record|module|object) +"
    r"(?P<name>[^\W\d]\w*)",
    re.MULTILINE,
)
_TABLE = re.compile(
    r"\bcreate +(?:table|view|index|function) +(?:if +not +exists +)?[\"`\[]?(?P<name>\w+)", re.IGNORECASE
)
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Block:
    """The code between two fences, without what indents or quotes all of it."""

    language: str
    """As the fence names it; empty where it names none."""
    code: str


def code_blocks(answer: str) -> list[Block]:
    """Return the fenced blocks of a Markdown text in order, blank ones left out; one left open goes to the end."""
    return [block for block in _blocks(answer) if block.code.strip()]


def name_block(block: Block, question: str = "") -> str:
    """Return a short name in one line: what the code defines first, else how the question begins, else the code."""
    if defined := _DEFINITION.search(block.code) or _TABLE.search(block.code):
        return defined["name"][:_LONGEST_NAME]
    return _begin(question) or _begin(block.code) or f"{block.language} code".strip()


def _begin(text: str) -> str:
    """Return the first words of a text, as many as make a name."""
    first = next((bare for line in text.splitlines() if (bare := line.lstrip(" \t#>*`"))), "")
    words = " ".join(first.replace("`", " ").split())
    if len(words) > _LONGEST_NAME:
        words = words[:_LONGEST_NAME].rpartition(" ")[0] or words[:_LONGEST_NAME]
    return words


def _blocks(answer: str) -> Iterator[Block]:
    opening: re.Match[str] | None = None
    lines: list[str] = []
    for line in answer.split("\n"):
        if not opening:
            opening = _FENCE.match(line.rstrip())
        elif _ends(line, opening):
            yield _block(opening, lines)
            # A quoted block ends with its quote, and the line that ended it may open the next one.
            opening, lines = (_FENCE.match(line.rstrip()) if _leaves_quote(line, opening) else None), []
        else:
            lines.append(_bare(line, opening))
    if opening:
        yield _block(opening, lines)


def _block(opening: re.Match[str], lines: list[str]) -> Block:
    language = _LANGUAGE.search(opening["info"])
    return Block(language[0].lower() if language else "", "\n".join(lines).strip("\n"))


def _ends(line: str, opening: re.Match[str]) -> bool:
    closing = _FENCE.match(line.rstrip())
    closes = closing and closing["marks"].startswith(opening["marks"]) and not closing["info"].strip()
    return bool(closes) or _leaves_quote(line, opening)


def _leaves_quote(line: str, opening: re.Match[str]) -> bool:
    return ">" in opening["quote"] and not line.lstrip().startswith(">")


def _bare(line: str, opening: re.Match[str]) -> str:
    for _ in range(opening["quote"].count(">")):
        line = _QUOTE.sub("", line, count=1)
    indent = len(opening["indent"]) - (1 if opening["quote"] else 0)
    return line[min(indent, len(line) - len(line.lstrip(" \t"))) :] if indent > 0 else line
