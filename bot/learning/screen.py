"""The screen: what may not become a lesson, and why, in a sentence for whoever proposed it."""

from bot.learning.cargo import forbidden_cargo
from bot.learning.characters import HIDDEN, hides, plain, unleet
from bot.learning.floor import weakens
from bot.learning.nouns import LONGEST_RULE, LONGEST_WHEN
from bot.learning.orders import order

LONG = f"That is too long for a lesson: please say it in one sentence of at most {LONGEST_RULE} characters."
EMPTY = "There is nothing in that which I could keep: please say in a few words what to do."

_READ = 2000
"""Characters at either end of a complaint that are looked at."""


def suspect(complaint: str) -> str:
    """Return why nothing is learnt from a complaint, whatever a model would make of it; empty where it is one.

    Orders to the bot and hidden characters speak against all of it; a link or code in it does not.
    """
    for part in {complaint[:_READ], complaint[-_READ:]}:
        if hides(part.replace("\n", " ").replace("\t", " ")):
            return HIDDEN
        said = plain(" ".join(part.split()))
        if reason := order(said) or order(unleet(said)):
            return reason
    return ""


def refuse(text: str, when: str = "", *, avoid: bool = False) -> str:
    """Return why the rule ``text``, for the requests ``when``, may not become a lesson; empty where it may.

    The rule will stand in other people's prompts, so a doubt speaks against it: the reason says how to word it anew.
    Which way a rule points ("use eval", "never use eval") is read from its words, since these are all that a later
    model sees of it; ``avoid``, that it was taken for a "don't", counts only against a rule that merely names a thing.
    Never raises, and takes no longer for a huge text than for one that is just too long.
    """
    if len(text) > LONGEST_RULE or len(when) > LONGEST_WHEN:
        return LONG
    if hides(text) or hides(when):
        return HIDDEN
    rule, condition = plain(text), plain(when)
    if len(rule) > LONGEST_RULE or len(condition) > LONGEST_WHEN:
        return LONG  # one character may stand for eighteen
    if not any(character.isalpha() for character in rule):
        return EMPTY
    together = f"{rule} {condition}"  # so that nothing is split between the two
    return (
        forbidden_cargo(text) or forbidden_cargo(when) or forbidden_cargo(rule) or forbidden_cargo(condition)
        or order(rule) or order(condition) or order(together) or order(unleet(together))
        or weakens(rule, avoid=avoid) or weakens(condition)
    )  # fmt: skip
