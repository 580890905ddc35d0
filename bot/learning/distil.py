"""A complaint distilled into a rule for later answers, or into none: few-shot prompting, and a tolerant reader."""

import json
import re
from dataclasses import dataclass, replace
from typing import Any

import prompts
from bot.languages import canonical
from bot.learning import checks
from bot.learning.general import is_general
from bot.learning.nouns import LONGEST_RULE, LONGEST_WHEN, Facet, Rule
from bot.models import Model, Models
from bot.models.queue import BEHIND
from bot.nouns import Usage
from bot.text import clean, estimate, tame

_MOST_TOKENS = 2000
"""A rule needs 120; what a reasoning model thinks before it counts as well."""
_LONGEST_COMPLAINT = 1000
_MOST_LANGUAGES = 6
_OBJECT = re.compile(r"\{.*\}", re.DOTALL)
_TEXT, _FLAG = {"type": "string"}, {"type": "boolean"}
_REACHES = ("always", "talk", "once", "never")
"""For how long what was said holds; the last two teach nothing."""
_FIELDS: dict[str, Any] = {
    "rule": _TEXT,
    "when": _TEXT,
    "languages": {"type": "array", "items": _TEXT},
    "facet": {"type": "string", "enum": [facet.value for facet in Facet]},
    "avoid": _FLAG,
    "reach": {"type": "string", "enum": list(_REACHES)},
}
"""In this order: a small model judges better what it has written down."""
_ANY_LANGUAGE = re.compile(
    r"\b(?:whatever|whichever|any|all|every) (?:the )?(?:programming )?languages?\b", re.IGNORECASE
)
_NAMING = ("uses:", "avoids:")
SCHEMA = {"type": "object", "properties": _FIELDS, "required": list(_FIELDS), "additionalProperties": False}


@dataclass(frozen=True, slots=True)
class Distilled:
    """What a complaint teaches."""

    rule: Rule | None
    """None: nothing that would hold for another question."""
    lasting: bool = True
    """False: it holds for this conversation alone."""
    usage: Usage | None = None


async def distil(complaint: str, correction: str, language: str, model: Model, models: Models) -> Distilled:
    """Return what ``complaint``, refined into ``correction``, teaches of answers with code in ``language``.

    Raises ``ModelError``.
    """
    said = {"complaint": complaint[:_LONGEST_COMPLAINT], "correction": correction, "language": language or "none"}
    turns = prompts.turns("distil", **{name: tame(text) for name, text in said.items()})
    wishes: dict[str, Any] = {"max_tokens": _MOST_TOKENS, "temperature": 0, "schema": SCHEMA}
    async with models.complete(model, turns, **wishes, waiter=BEHIND) as completion:
        answer = "".join([delta async for delta in completion])
    fields = read_object(answer)
    reach = fields.get("reach")
    rule = decide(read_rule(fields), reach if isinstance(reach, str) else "", complaint, correction, language)
    taken = completion.taken(sum(estimate(turn["content"]) for turn in turns), answer)
    return Distilled(rule, lasting=reach != "talk", usage=taken)


def decide(rule: Rule | None, reach: str, complaint: str, correction: str, language: str = "") -> Rule | None:
    """Return what is learnt of code in ``language``: the model's rule, or what plain code knows for one, or nothing.

    What a check knows holds for other questions too, whatever a small model thinks of it; but a language, and words
    that are to stand in the code, do only where the person says that they do: "no, in C++" is mostly about one answer.
    """
    general = is_general(complaint)
    known = recognise(complaint, rule, correction, language) if general else None
    for text in (rule.text if rule else "", correction):
        found = recognise(text, rule)
        if found and (general or not found.check.startswith("contains:")):
            known = known or found
    wanted = rule if reach in ("always", "talk") else None
    chosen = known or wanted
    if chosen and chosen.facet is Facet.LANGUAGE and not general:
        return None
    return chosen


def recognise(text: str, rule: Rule | None, instead: str = "", language: str = "") -> Rule | None:
    """Return ``text`` as a rule where a check verifies it; where it is a complaint, the rule says ``instead``.

    A library in a complaint may be the one that is complained about.
    """
    found = complete(replace(rule or Rule(text), text=text), language)
    if not found.check or (instead and found.check.startswith(_NAMING)):
        return None
    words = _reword(found, rule, instead) if instead else text
    if _ANY_LANGUAGE.search(text):
        found = replace(found, languages=())
    return replace(found, text=words) if 0 < len(words) <= LONGEST_RULE else None


def _reword(found: Rule, rule: Rule | None, correction: str) -> str:
    """Return what a complaint that a check recognises asks for; a small model may have written down something else."""
    for text in (correction, rule.text if rule else ""):
        if checks.find(text, found.languages) == found.check and checks.read_subject(text) == found.when:
            return text
    name, _, argument = found.check.partition(":")
    if found.facet is Facet.LANGUAGE:
        return f"Write {found.when or 'the code'} in {checks.spell(argument)}."
    if name == "contains" and (said := checks.say_words(found.text)):
        return said
    said = checks.explain(found.check)
    return f"{said[:1].upper()}{said[1:]}."


def read_object(answer: str) -> dict[str, Any]:
    """Return the JSON object in an answer, whatever stands around it; an empty one where there is none."""
    found = _OBJECT.search(answer)
    try:
        read = json.loads(found[0]) if found else {}
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def read_rule(fields: dict[str, Any]) -> Rule | None:
    """Return the rule in what a model wrote; None where it wrote none."""
    text = _line(fields.get("rule"), LONGEST_RULE)
    if not text:
        return None
    named = fields.get("languages")
    languages = [canonical(name) for name in named if isinstance(name, str)] if isinstance(named, list) else []
    facet = fields.get("facet")
    when = _line(fields.get("when"), LONGEST_WHEN)
    return complete(
        Rule(
            text,
            Facet(facet) if facet in list(Facet) else Facet.OTHER,
            topical=bool(when),
            avoid=_is(fields, "avoid"),
            languages=tuple(dict.fromkeys(name for name in languages if name))[:_MOST_LANGUAGES],
            when=when,
        )
    )


def complete(rule: Rule, language: str = "") -> Rule:
    """Return a rule with what plain code knows better than a model: its check, and what that is about.

    ``language``: of the code that the rule was said of, where that is known; a small model guesses.
    """
    spec = checks.find(rule.text, (language,) if language else rule.languages)
    if not spec:
        return rule
    check = checks.catalogue()[spec.partition(":")[0]]
    if check.facet is Facet.LANGUAGE:
        when = rule.when or checks.read_subject(rule.text)[:LONGEST_WHEN]
        return Rule(rule.text, check.facet, topical=bool(when), avoid=rule.avoid, when=when, check=spec)
    languages = check.languages or rule.languages
    return Rule(rule.text, check.facet, check.topical, rule.avoid, languages, rule.when, spec)


def _line(value: object, most: int) -> str:
    text = " ".join(clean(value).split()) if isinstance(value, str) else ""
    return text if len(text) <= most else ""


def _is(fields: dict[str, Any], name: str) -> bool:
    value = fields.get(name)
    return value.strip().lower() in ("true", "yes") if isinstance(value, str) else value is True
