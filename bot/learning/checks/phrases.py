"""How people ask, in English, for what a check of code proves."""

from dataclasses import dataclass

_PRINT = (
    r"\bprints?(?:\(\))?(?: (?:statements?|calls?|functions?|debugging))?(?: (?:in|to stdout|"
    r"at all|anywhere|or) ?.*)?$|\bprinting$"
)
_TESTCASE = r"\bunittest(?:\.testcase)?\b|\btestcases?\b|\btest classes\b"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A rule wants ``spec`` where it wants or refuses this; where it does both, or the opposite, it doesn't."""

    spec: str
    wanted: str = ""
    refused: str = ""
    about: str = ""
    """What stands somewhere in the rule, whatever it says of that."""


PHRASES = (
    Phrase(
        "set_euo_pipefail", r"\bset -euo?\b|\bpipefail\b|\bstrict mode\b", about=r"pipefail|set -e|\b(?:bash|shell)\b"
    ),
    Phrase(
        "param_sql",
        r"\b(?:parame?te?ri[sz]ed|bound|bind|query) (?:sql|quer(?:y|ies)|parameters?|statements?|"
        r"values?)\b|\bplaceholders?\b|\bprepared statements?\b",
        about=r"\bsql|quer(?:y|ies)|database|execute",
    ),
    Phrase(
        "param_sql",
        refused=r"\b(?:f-?strings?|concat\w*|interpolat\w*|format\w*|string building|build)\b.*\b(?:sql|"
        r"quer(?:y|ies))\b|\b(?:sql|quer(?:y|ies))\b.*\b(?:f-?strings?|concat\w*|interpolat\w*|"
        r"format\w*)\b",
    ),
    Phrase(
        "http_timeout", r"\btime-?outs?\b|\btime out\b", about=r"\bhttp|requests?\b|\burl|network|httpx|\bapi\b|\bweb\b"
    ),
    Phrase("pathlib", r"\bpathlib(?:\.path)?\b|\bpath objects?\b"),
    Phrase("csv_dictreader", r"\b(?:csv\.)?dict-?readers?\b"),
    Phrase(
        "decimal_money", r"\bdecimals?\b", about=r"money|price|amount|currenc|financ|payment|\bfloats?\b|total|cost"
    ),
    Phrase("decimal_money", refused=r"\bfloats?\b.*\b(?:money|prices?|amounts?|currency)\b"),
    Phrase(
        "tz_aware",
        r"\b(?:time-?zone|time zone|tz|utc)[- ]?aware\b|\baware (?:datetimes?|date times?|times?)\b|"
        r"\bdatetime\.now\((?:timezone|datetime)?\.?utc\)|\btimezone\.utc\b",
    ),
    Phrase("tz_aware", refused=r"\bnaive (?:datetimes?|date ?times?|dates?|times?|timestamps?)\b|\butcnow\b"),
    Phrase(
        "google_docstrings", r"\bgoogle(?:-style| style|'s)? docstrings?\b|\bdocstrings? (?:in|with) (?:the )?google\b"
    ),
    Phrase("docstrings", r"\bdoc-?strings?\b"),
    Phrase(
        "modern_types",
        r"\bx \| none\b|\b(?:modern|builtin|built-in) (?:type|generic)s?(?: hints?| syntax)?\b|\blist\[\w+\]",
        r"\btyping\.(?:list|optional|dict|union)\b|\boptional\[.*\]|\boptional$",
    ),
    Phrase(
        "type_hints",
        r"\btype[- ]?(?:hints?|annotations?|hinted|hinting)\b|\btyped (?:functions?|signatures?|"
        r"parameters)\b|\bannotate\b.*\b(?:functions?|parameters?|arguments?|types?)\b|"
        r"\bbe (?:fully )?(?:typed|annotated)\b",
    ),
    Phrase("pytest_style", r"\bpytest\b|\bplain asserts?\b", _TESTCASE),
    Phrase("logging", r"\blogging\b|\bloggers?\b"),
    Phrase("no_print", refused=_PRINT),
    Phrase(
        "f_strings",
        r"\bf-?strings?\b",
        r"\.format\b|%[- ]?(?:format\w*|s\b)|^%$|\bpercent[- ]format\w*|\bstr\.format\b",
    ),
    Phrase("no_bare_except", refused=r"\bbare[- ]except\w*\b|\bexcept$|\bnaked except"),
    Phrase("no_bare_except", r"\bspecific exceptions?\b", about=r"\b(?:catch|except)\b"),
    Phrase(
        "raises_on_bad_input",
        r"\braise\b.*\b(?:valueerrors?|typeerrors?|exceptions?|errors?)\b|\braise\b.*\b(?:bad|invalid|"
        r"wrong)\b|\bvalidate\b.*\b(?:input|arguments?|parameters?)\b",
        about=r"\binputs?\b|\bargument|\bparameter|invalid|\bvalueerror|\bbad\b|negative",
    ),
    Phrase("dataclass", r"\bdata-?class(?:es)?\b"),
    Phrase("enum", r"\b(?:str)?enums?\b"),
    Phrase("argparse", r"\bargparse\b"),
    Phrase("httpx", r"\bhttpx\b"),
    Phrase("no_recursion", r"\biterative(?:ly)?\b|\biteration\b", r"\brecursi(?:on|ve|vely)\b|\brecurse\b"),
    Phrase("comprehension_only", r"\b(?:list |dict |set )?comprehensions?\b", r"\bfor-loop\b"),
    Phrase(
        "no_third_party",
        r"\b(?:only )?(?:the )?(?:python )?(?:standard library|stdlib)\b",
        r"\b(?:third[- ]party|external|extra)(?: \w+)? ?(?:librar(?:y|ies)|packages?|dependenc(?:y|"
        r"ies)|modules?|imports?)\b|\b(?:external )?dependencies$|\bpip packages\b",
    ),
    Phrase("main_guard", r"\bmain[- ]guard\b|__main__"),
    Phrase("snake_case", r"\bsnake[-_ ]?case\b", r"\bcamel[-_ ]?case\b"),
    Phrase(
        "constants_upper",
        r"\b(?:upper[-_ ]?case|all[- ]caps|capital letters|screaming[-_ ]snake[-_ ]case)\b",
        about=r"\bconstants?\b",
    ),
    Phrase("no_global", refused=r"\bglobals?\b"),
    Phrase(
        "context_manager_files",
        r"\bcontext[- ]managers?\b|\bwith (?:statements?|blocks?)\b|\bwith open\b",
        about=r"\bfiles?\b|\bopen",
    ),
    Phrase("no_mutable_default", refused=r"\bmutable (?:\w+ )?defaults?\b|\bmutable (?:default )?arguments?\b"),
    Phrase(
        "early_return",
        r"\b(?:early returns?|return early|guard clauses?)\b",
        r"\belse after (?:a )?return\b|\b(?:deep(?:ly)? )?nest(?:ed|ing)(?: ifs?| conditionals?)?$",
    ),
    Phrase("async_code", r"\basync(?:/await|hronous(?:ly)?|io)?\b"),
    Phrase("no_eval", refused=r"\beval\b|\bexec\b"),
)
"""Of code. What stands first is found first."""
