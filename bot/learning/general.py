"""Whether somebody speaks of more than one answer: "we always", "in our code", "from now on"."""

import re

_GENERAL = re.compile(
    r"\b(?:we|we're|we've|us|our|ours|always|never|ever|every\w*|each|all|any|again|whole|team|company|repo|codebase"
    r"|everywhere|everybody|generally|in general|by default|as a rule|from now on|in future|in the future|standard"
    r"|convention|guideline|style guide|polic(?:y|ies)|linter|lint|reviewers?|production|prod|no-go|not a single|stop"
    r"|prefer|preferably|usually|anymore|any more)\b",
    re.IGNORECASE,
)


def is_general(complaint: str) -> bool:
    """Tell whether a complaint says, in English, that it holds for other answers as well."""
    return bool(_GENERAL.search(complaint))
