"""The code blocks of an answer, and names for them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.fences import Fence, fenced
from bot.text import bare

_QUOTE = re.compile(r"[ \t]*> ?")
_DEEPEST = 20
"""Levels of quotation that are taken off code."""
_DEFINITION = re.compile(
    r"^[ \t]*(?:(?:export|default|async|public|private|protected|internal|static|final|abstract|pub|const|inline) +)*"
    r"(?:def|class|function\*?|fn|func(?: +\([^)\n]*\))?|struct|enum|trait|interface|type|record|module|object) +"
    r"(?P<name>[^\W\d]\w*)",
    re.MULTILINE,
)
_ARROW = re.compile(
    r"^[ \t]*(?:export +)?(?:const|let|var) +(?P<name>[^\W\d][\w$]*)(?: *:[^=\n]{1,80})? *= *(?:async *)?"
    r"(?:function\b|\w+ *=>|\([^()\n]{0,200}\)(?: *:[^=\n]{1,80})? *=>)",
    re.MULTILINE,
)
_SHELL = re.compile(r"^(?:function +)?(?P<name>[^\W\d][\w-]*) *\( *\) *(?:\{|$)", re.MULTILINE)
_TYPED = re.compile(
    r"^[ \t]*(?P<first>[^\W\d]\w*+)(?:[\w:]*+(?:<[^;(){}=\n]{1,80}>)?(?:\[\])?[ \t*&]++){1,6}"
    r"(?P<name>[^\W\d][\w:]*) *\([^;{}=\n]{0,300}(?:\)[^;(){}=\n]{0,60}(?P<body>\n?[ \t]*\{[^\n]{0,200})?|,)$",
    re.MULTILINE,
)
"""A function as C and its kin write it: a type or more, the name, what it takes, and no semicolon."""
_TYPES = {
    *("auto", "bool", "char", "const", "double", "extern", "float", "inline", "int", "internal", "long", "private"),
    *("protected", "public", "short", "signed", "size_t", "static", "string", "struct", "unsigned", "virtual", "void"),
}
"""Words that a function without a body in sight begins with."""
_NO_TYPES = {
    *("await", "case", "catch", "delete", "do", "elif", "else", "for", "foreach", "if", "new", "return", "switch"),
    *("throw", "try", "until", "using", "when", "while", "with", "yield"),
}
_TABLE = re.compile(
    r"\bcreate +(?:table|view|index|function) +(?:if +not +exists +)?[\"`\[]?(?P<name>\w+)", re.IGNORECASE
)
_FENCE = re.compile(r"[ \t>]*(?:```|~~~)[\w+#-]*[ \t]*$")
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
    if defined := _defined(block.code):
        return defined[:_LONGEST_NAME]
    return _begin(question) or _begin(block.code) or f"{block.language} code".strip()


def _defined(code: str) -> str:
    """Return the name of what a code defines first; empty where that is not to be seen."""
    typed = next((match for match in _TYPED.finditer(code) if _is_function(match)), None)
    found = (typed, *(pattern.search(code) for pattern in (_DEFINITION, _ARROW, _SHELL, _TABLE)))
    first = min((match for match in found if match), key=lambda match: match.start(), default=None)
    return first["name"].rpartition("::")[2] if first else ""


def _is_function(match: re.Match[str]) -> bool:
    if match["name"].lower() in _NO_TYPES:
        return False
    return match["first"] not in _NO_TYPES if match["body"] else match["first"] in _TYPES


def _begin(text: str) -> str:
    """Return the first words of a text, as many as make a name."""
    lines = (line for line in text.splitlines() if not _FENCE.match(line))
    first = next((begun for line in lines if (begun := line.lstrip(" \t#>*`"))), "")
    words = bare(first)
    if len(words) > _LONGEST_NAME:
        words = words[:_LONGEST_NAME].rpartition(" ")[0] or words[:_LONGEST_NAME]
    return words


def _blocks(answer: str) -> Iterator[Block]:
    for block in fenced(answer):
        lines = answer[block.start : block.end].split("\n")
        code = "\n".join(_bare(line, block.fence) for line in lines).strip("\n")
        yield Block(block.fence.language.lower(), code)


def _bare(line: str, fence: Fence) -> str:
    for _ in range(min(fence.quote.count(">"), _DEEPEST)):
        line = _QUOTE.sub("", line, count=1)
    indent = len(fence.indent) - (1 if fence.quote else 0)
    return line[min(indent, len(line) - len(line.lstrip(" \t"))) :] if indent > 0 else line
