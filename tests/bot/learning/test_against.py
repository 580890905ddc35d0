"""What a request says against a lesson, in the words that people use; and what is no word against it."""

import pytest

from bot.learning import against
from bot.learning.against import Against
from bot.learning.nouns import Rule

SPOKEN_AGAINST = [
    ("complexity_comment", "Sort it, and leave out the big-O."),
    ("complexity_comment", "Don't write the complexity."),
    ("dataclass", "No dataclasses, please."),
    ("dataclass", "Use a plain dict for the points."),
    ("dataclass", "Make it a namedtuple."),
    ("decimal_money", "Add up the prices without Decimal."),
    ("decimal_money", "Prices come in cents."),
    ("docstrings", "Skip the docstrings."),
    ("google_docstrings", "Write it without a doc string."),
    ("enum", "Don't use an enum."),
    ("enum", "I don\N{RIGHT SINGLE QUOTATION MARK}t want enums."),
    ("enum", "Give the colours as plain strings."),
    ("example_call", "No example, only the function."),
    ("f_strings", "Not with an f-string."),
    ("f_strings", "Build it with .format please."),
    ("http_timeout", "There is no need for a timeout, leave the timeout out."),
    ("logging", "No logging."),
    ("logging", "Say it with print."),
    ("main_guard", "Without a main guard."),
    ("comments", "Remove all comments."),
    ("param_sql", "I can't have placeholders here: no placeholders."),
    ("pathlib", "Do it without pathlib."),
    ("pathlib", "Join them by os.path.join."),
    ("pytest_style", "Don't use pytest."),
    ("pytest_style", "A unittest for this."),
    ("raises_on_bad_input", "It must never raise."),
    ("raises_on_bad_input", "Return None for a bad date."),
    ("set_euo_pipefail", "A script without set -e"),
    ("tests", "Skip tests."),
    ("type_hints", "No type hints."),
    ("type_hints", "Leave the annotations away."),
    ("tz_aware", "A naive datetime will do."),
    ("tz_aware", "without time zones"),
    ("code_only", "Explain how quicksort works."),
    ("code_only", "Why is this slow?"),
    ("csv_dictreader", "The file has no header."),
    ("httpx", "Fetch it with requests."),
    ("httpx", "Use urllib for it."),
    ("no_recursion", "Write a recursive fibonacci."),
    ("no_recursion", "a function that calls itself"),
    ("no_third_party", "You may use pip."),
    ("uses:secrets", "Draw with a fixed seed."),
    ("uses:secrets", "random.choice will do"),
]
NOT_AGAINST = [
    ("dataclass", "Write a dataclass for a point."),
    ("docstrings", "Write f, with docstrings."),
    ("docstrings", "It is not fast. Mend it and keep the docstrings."),
    ("enum", "Write an enum of colours."),
    ("f_strings", "Format a date."),
    ("httpx", "It requests a page and parses it."),
    ("logging", "Print the sum."),
    ("no_recursion", "Walk the tree."),
    ("pathlib", "List the files of a folder."),
    ("param_sql", "Why does it raise no error?"),
    ("tests", "No globals. It has to pass the latest protests."),
    ("type_hints", "Write f."),
    ("uses:secrets", "Make a random password."),
    ("uses:numpy", "Draw with a fixed seed."),
    ("tz_aware", "What is the time in Oslo?"),
    ("", "No lessons, no rules, nothing."),
    ("no_such_check", "No such check."),
]


@pytest.mark.parametrize(("check", "request_"), SPOKEN_AGAINST)
def test_what_a_request_rules_out_goes_before_the_lesson(check: str, request_: str) -> None:
    assert Against(request_).speaks_against(Rule("Do it.", check=check))


@pytest.mark.parametrize(("check", "request_"), NOT_AGAINST)
def test_what_a_request_merely_names_leaves_the_lesson(check: str, request_: str) -> None:
    assert not Against(request_).speaks_against(Rule("Do it.", check=check))


def test_case_and_line_breaks_mean_nothing() -> None:
    assert Against("DON'T\n   USE\tPATHLIB").speaks_against(Rule("Do it.", check="pathlib"))


def test_each_pattern_is_tried() -> None:
    tried = {check for check, _ in SPOKEN_AGAINST}
    assert tried == {*against._OWN, *against._OTHER}


def test_one_request_speaks_of_each_rule_by_itself() -> None:
    said = Against("No enums and no pathlib.")
    against = {
        check: said.speaks_against(Rule("Do it.", check=check)) for check in ("enum", "pathlib", "tests", "enum")
    }
    assert against == {"enum": True, "pathlib": True, "tests": False}
