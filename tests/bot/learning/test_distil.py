"""What plain code makes of a complaint that a small model refined badly, and what it leaves to the model."""

import pytest

from bot.learning.distil import complete, decide
from bot.learning.nouns import Rule

KEPT = [
    # complaint, what a small model made of it; the rule, its check and its subject
    (
        "axum?! all our http servers are in go, nobody could deploy this",
        "Use Axum instead of Go.",
        ("Write all our http servers in Go.", "language:go", "all our http servers"),
    ),
    (
        "Sorry, but no: everything that parses logs is written in Rust in this team.",
        "Write Rust code instead of Rust in this team.",
        ("Write everything that parses logs in Rust.", "language:rust", "everything that parses logs"),
    ),
    ("nah. mobile = Kotlin in this company", "Use Java.", ("Write mobile in Kotlin.", "language:kotlin", "mobile")),
    (
        'audit again. every module begins with the line "# Owner: payments", whatever the language',
        "Add comments to the code.",
        (
            "Begin the code with the line # Owner: payments",
            "contains:# Owner: payments",
            "",
        ),
    ),
    (
        "took the db down!! they all end with FETCH FIRST 50 ROWS ONLY, always",
        "Limit the results to 50.",
        ("End the code with the words FETCH FIRST 50 ROWS ONLY", "contains:FETCH FIRST 50 ROWS ONLY", ""),
    ),
    (
        "runs as soon as I import it... scripts always need the if __name__ == '__main__' guard",
        "Check whether the script is run.",
        ('What runs as a script stands behind if __name__ == "__main__".', "main_guard", ""),
    ),
    (
        "stop explaining, we can read",
        "Drop explanations from now on.",
        ("Drop explanations from now on.", "code_only", ""),
    ),
    ("we only merge typed functions", "Add type hints to the code.", ("Add type hints to the code.", "type_hints", "")),
]
LEFT = [
    ("it always crashes when n is 0", "Handle n = 0 without an error."),
    ("no, in C++", "Write the answer in C++."),
    ("write the loop in rust", "Write the loop in Rust."),
    ("use 5 instead of 10", "Use 5 instead of 10."),
    ("we end with a blank line here", "End with a blank line."),
    ("all our tests fail, the error is in go", "Fix the error."),
    ("why do you set a = c, we always use b", "Use b."),
    ("we always get an error that is in python", "Fix the error."),
    ("we never crash here. write the loop in rust", "Write the loop in Rust."),
    ('no, it has to start with "Hello"', 'The text must always start with "Hello".'),
    ('it has to start with "# x"', 'Every file starts with "# x".'),
    ('all lines of the output start with "> "', 'Start each line of the output with "> ".'),
    ('the output always starts with "Hi there"', 'The output must always start with "Hi there".'),
]


@pytest.mark.parametrize(("complaint", "correction", "rule"), KEPT)
def test_what_a_check_knows_is_kept_in_words_that_say_it(
    complaint: str, correction: str, rule: tuple[str, str, str]
) -> None:
    kept = decide(complete(Rule(correction)), "once", complaint, correction)
    assert kept
    assert (kept.text, kept.check, kept.when) == rule
    assert kept.topical is bool(kept.when)


@pytest.mark.parametrize(("complaint", "correction"), LEFT)
def test_what_a_model_takes_for_a_fault_of_one_answer_is_kept_by_no_other_sign(complaint: str, correction: str) -> None:
    assert decide(complete(Rule(correction)), "once", complaint, correction) is None


def test_a_rule_for_whatever_language_holds_for_all() -> None:
    said = 'each file starts with the comment "SPDX: MIT", whatever the language'
    kept = decide(Rule("Add SPDX.", languages=("python",)), "once", said, "Add SPDX.")
    assert kept
    assert kept.languages == ()


def test_words_at_the_edge_are_wanted_only_of_all_of_a_kind() -> None:
    for said in ('it starts with the line "x"', 'files never start with the line "x y", all of them'):
        assert decide(None, "once", f"we: {said}", "Change it.") is None


def test_the_language_of_the_answer_goes_before_a_model_s_guess() -> None:
    said, correction = "every http call needs a timeout, always", "Use timeouts."
    guessed = Rule(correction, languages=("bash",))
    kept = decide(guessed, "once", said, correction, "python")
    assert kept
    assert (kept.check, kept.languages) == ("http_timeout", ("python",))
    assert decide(guessed, "once", said, correction, "javascript") is None
    terse = decide(Rule("x"), "once", "drop all the explanations, always", "Drop explanations.", "python")
    assert terse
    assert (terse.check, terse.languages) == ("code_only", ())
