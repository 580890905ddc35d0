"""What a request says against a lesson: it names the other way, or says that this one is not wanted.

Explicit words in the request win. A model is told so as well; small ones forget it.
"""

import re

from bot.learning.nouns import Rule

_OWN = {
    "complexity_comment": r"big[- ]?o\b|complexity|o\(",
    "dataclass": r"data ?class(?:es)?|classes",
    "decimal_money": r"decimals?",
    "docstrings": r"doc ?strings?",
    "google_docstrings": r"doc ?strings?",
    "enum": r"enums?",
    "example_call": r"examples?|usage",
    "f_strings": r"f-?strings?",
    "http_timeout": r"time-?outs?",
    "logging": r"logg(?:ing|er)|logs?",
    "main_guard": r"main(?: block| guard)?|__main__",
    "comments": r"comments?",
    "param_sql": r"parameters?|placeholders?",
    "pathlib": r"pathlib",
    "pytest_style": r"pytest",
    "raises_on_bad_input": r"raises?|exceptions?",
    "set_euo_pipefail": r"set -\w+|pipefail|errexit",
    "tests": r"tests?",
    "type_hints": r"(?:type )?hints?|annotations?|types",
    "tz_aware": r"time ?zones?|aware",
}
"""By the name of a check, what a request calls the thing that its rule asks for."""
_OTHER = {
    "code_only": r"explain|explanation|in words|step by step|why\b",
    "csv_dictreader": r"csv\.reader|no header|without (?:any |a )?header",
    "dataclass": r"(?:plain|simple) dict\w*|namedtuple|typeddict",
    "decimal_money": r"whole cents|in cents|integers?|as floats?",
    "enum": r"plain strings?",
    "f_strings": r"%-format\w*|\.format\b",
    "httpx": r"(?:with|by|using|uses?) requests\b|requests\.\w+|urllib|aiohttp",
    "logging": r"(?:with|by|using) print\b|print\(",
    "no_recursion": r"recurs\w+|calls? itself",
    "no_third_party": r"\bpip\b",
    "pathlib": r"os\.path",
    "pytest_style": r"unittest|testcase",
    "raises_on_bad_input": r"must never raise|(?:return|give)s? none",
    "tz_aware": r"naive",
    "uses:secrets": r"\bseed\w*|repeatable|random\.\w+",
}
"""By the name of a check, or by all of its spec, what a request names that wants the other way."""
_ABOUT = {"pytest_style": r"\b(?:unit)?tests?\b|\btesting\b|\bpytest\b"}
"""By the name of a check, what a request names that its rule is about: by meaning any function is near to tests."""
_NOT = r"(?:\b(?:no|not|never|without|leave|skip|omit|drop|avoid|instead of|rather than|hide|remove)|n['\u2019]t)\b"


class Against:
    """One request, looked through once for each thing that rules ask for, however many rules there are."""

    def __init__(self, request: str) -> None:
        self._said = " ".join(request.lower().split())
        self._found: dict[str, bool] = {}

    def speaks_against(self, rule: Rule) -> bool:
        """Tell whether the request wants, by its words, something else than ``rule``."""
        spec = rule.check
        if spec not in self._found:
            beside = self._is_about_something_else(spec)
            self._found[spec] = beside or self._names_the_other_way(spec) or self._rules_out(spec)
        return self._found[spec]

    def _is_about_something_else(self, spec: str) -> bool:
        about = _ABOUT.get(_name(spec))
        return about is not None and re.search(about, self._said) is None

    def _names_the_other_way(self, spec: str) -> bool:
        other = _OTHER.get(spec) or _OTHER.get(_name(spec))
        return other is not None and re.search(other, self._said) is not None

    def _rules_out(self, spec: str) -> bool:
        own = _OWN.get(_name(spec))
        if own is None:
            return False
        return re.search(rf"{_NOT}(?:[\s\w'\u2019-]{{0,40}}?)[\s'\u2019](?:{own})(?!\w)", self._said) is not None


def _name(spec: str) -> str:
    return spec.partition(":")[0]
