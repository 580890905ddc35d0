"""What a rule in free English wants, and what it refuses; conditions and mere mentions are neither."""

import re
from dataclasses import dataclass, field
from enum import Enum

LONGEST = 400
_REPLACED = (
    (r"\.{2,}|…", " . "),
    (r"\b(?:from now on|in (?:the )?future)\b", ""),
    (r"^(?:no|nope|wrong|ugh|hm+)[,.!] ", ""),
    (r"(?:\bif )?_{0,2}name_{1,2} ?={1,2} ?['\"]?_{0,2}main_{0,2}['\"]?", "main-guard"),
    (r"[`\"“”*_]{1,3}(?=\w)|(?<=[\w)])[`\"“”*]{1,3}", ""),
    (r"\b(?:bare|naked|blanket)[- ]excepts?\b", "bare-except"),
    (r"[’]", "'"),
    (r"\bfor[- ]loops?\b", "for-loop"),
    (r"\bnot (?:only|just)\b", ""),
    (r"\b(?:no|not) (?:more|longer) than\b|\bnot? (?:exceed|go over)\b", "at most"),
    (r"\b(?:don't|do not|never|not) (?:ever )?(?:forget|omit|skip|miss|leave out)(?: to| the)?\b", "always"),
    (r"\b(?:instead of|rather than|in place of|as opposed to|better than|preferred (?:to|over))\b", "insteadof"),
    (r"\bin favou?r of\b", "; use"),
    (r"\b(?:replace|swap|exchange) (.{1,60}?) (?:with|by|for)\b", r"no \1 ; use"),
    (r"\b(?:switch|move|migrate|change) from (.{1,60}?) to\b", r"no \1 ; use"),
    (r"\b(?:get rid of|leave out|stay away from|turn off|keep out|refrain from|free of)\b", "omit"),
    (r"\b(?:that|which|who) \w+ .{1,60}?(?= (?:should|must|needs?|gets?|ha(?:s|ve) to|shall)\b)", ""),
)
_PASSIVE = re.compile(
    r"(^|[.;!?] )([^.;!?,]{1,80}?) (?:(?:is|are) (?:strictly )?(?:forbidden|banned|not (?:allowed|"
    r"ok|okay|wanted|welcome)|disallowed|"
    r"discouraged|unwanted)|(?:should|must|may|can|shall) (?:not|never) be \w+|(?:shouldn't|"
    r"mustn't|can't|cannot) be \w+|"
    r"(?:should|must) be (?:avoided|banned|omitted|removed))\b"
)
_TOKEN = re.compile(r"[\w][\w.+#/'=-]*(?:\([^)\s]*\))?|%[sd]?|\.\w+|\S")
_NEGATORS_LISTED = """
    don't dont never avoid avoiding avoids no not without stop insteadof forbid ban skip drop omit remove shouldn't
    mustn't can't cannot hate hates dislike dislikes nor neither disallow doesn't isn't aren't zero quit
"""
_NEGATORS = frozenset(_NEGATORS_LISTED.split())
_ASIDES_LISTED = """
    when if unless whenever where because since while for so before after until except
"""
_ASIDES = frozenset(_ASIDES_LISTED.split())
_VERBS_LISTED = """
    use prefer add write raise return keep put give show include log make have define pass set call catch handle
    answer reply respond explain validate always just only stick choose go let wrap annotate document limit end
    start state mention bind provide name format open test
"""
_VERBS = frozenset(_VERBS_LISTED.split())
_FILLERS = frozenset(["ever", "just", "simply", "please", "always", "to", "the", "a", "an", "any", "again"])
_BEFORE_A_USE_OF_OTHERS = frozenset(["that", "which", "to", "you", "they", "we", "the", "i", "who", "and"])
_MENTIONS = re.compile(
    r"(?:please |always |also |then |and )*(?:explain|describe|mention|link|cite|assume|compare|"
    r"discuss|ask|know|note|tell|teach|"
    r"suggest|summari[sz]e|talk|say|quote|remember that|the (?:user|question|person)|users?|people|some)\b"
)
_NORM = re.compile(r"^(?:all|every|each)\b|\b(?:always|must)\b")
_STATEMENT = re.compile(
    r"\S+(?: \S+)? (?:is|are|was|were|has|can|works?|needs?|seems?)\b(?! (?:preferred|required|"
    r"mandatory|a must|better|needed|to be))"
)


class _State(Enum):
    WANTED = "wanted"
    REFUSED = "refused"
    ASIDE = "aside"


@dataclass(slots=True)
class Wishes:
    """The clauses of a rule, in small letters, by what they are."""

    wanted: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    whole: str = ""

    @property
    def demanded(self) -> list[str]:
        """What is wanted of the code, rather than said about something."""
        return [clause for clause in self.wanted if not _MENTIONS.match(clause) and not _is_statement(clause)]


def read_wishes(rule: str) -> Wishes:
    """Part a rule, of which no more than ``LONGEST`` characters are read, into clauses."""
    text = _normal(rule[:LONGEST])
    tokens = _TOKEN.findall(text)
    wishes, state, clause = Wishes(whole=text), _State.WANTED, list[str]()
    for at, token in enumerate(tokens):
        following = tokens[at + 1] if at + 1 < len(tokens) else ""
        after, kept = _step(state, token, clause, following)
        if not kept or after is not state:
            _close(wishes, state, clause)
            clause = []
        if kept:
            clause.append(token)
        state = after
    _close(wishes, state, clause)
    return wishes


def _is_statement(clause: str) -> bool:
    """Tell "the query needs a look" from "every query needs placeholders"."""
    return bool(_STATEMENT.match(clause)) and not _NORM.search(clause)


def _normal(rule: str) -> str:
    text = " ".join(rule.lower().split())
    for pattern, by in _REPLACED:
        text = re.sub(pattern, by, text)
    text = re.sub(r"(?<=[\w)])[.:](?= |$)", " .", text)
    return _PASSIVE.sub(r"\1no \2 .", " ".join(text.split()))


def _step(state: _State, token: str, clause: list[str], following: str) -> tuple[_State, bool]:
    """Return the state behind a token, and whether the token belongs to a clause."""
    if token in {".", ";", "!", "?", ":", "(", ")", "—", "–"}:
        return _State.WANTED, False
    if token == ",":
        goes_on = state is _State.REFUSED and following not in _VERBS
        return (_State.REFUSED if goes_on else _State.WANTED), False
    if token in ("but", "instead"):
        return _State.WANTED, False
    if token in ("and", "then") and following in _VERBS | _NEGATORS:
        return (_State.WANTED if following in _VERBS else state), False
    if token in _NEGATORS and state is not _State.ASIDE:
        # "No function without a docstring" wants one.
        twice = token == "without" and state is _State.REFUSED
        return (_State.WANTED if twice else _State.REFUSED), False
    if token in _ASIDES:
        return _State.ASIDE, False
    return _turn(state, token, clause, following), True


def _turn(state: _State, token: str, clause: list[str], following: str) -> _State:
    """Return the state from a verb on: "no X use Y", "prefer Y to X"."""
    content = [word for word in clause if word not in _FILLERS]
    if token in ("use", "prefer") and state is _State.REFUSED and content:
        noun = following == "of" or clause[-1] in _BEFORE_A_USE_OF_OTHERS
        return state if noun else _State.WANTED
    chooses = bool(content) and content[0] in ("prefer", "favor", "favour", "choose", "pick", "use")
    compares = token == "over" or (token == "to" and content[:1] == ["prefer"])
    return _State.REFUSED if state is _State.WANTED and len(content) > 1 and chooses and compares else state


def _close(wishes: Wishes, state: _State, clause: list[str]) -> None:
    if clause and state is not _State.ASIDE:
        (wishes.wanted if state is _State.WANTED else wishes.refused).append(" ".join(clause))
