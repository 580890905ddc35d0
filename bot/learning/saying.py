"""How a lesson is said to a model."""

from bot.learning.hints import hint
from bot.learning.nouns import Rule


def say(rule: Rule) -> str:
    """Return a rule in one line, with when it holds and how code looks that follows it."""
    text = f"For {rule.when}: {rule.text}" if rule.when else rule.text
    shown = hint(rule.check)
    return f"{text} Like this: {shown}" if shown else text
