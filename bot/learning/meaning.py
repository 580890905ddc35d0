"""Where a lesson lies in meaning: between what it says, what it is about, and the question where it was taught.

A short rule such as "Use httpx instead of requests." lies far from the questions that it is for. Measured with terse
rules for ten subjects, each with five questions that it is for: where one in five questions of other subjects is let
in as well, the words of a rule alone find 34 of the 50, and the middle of the three finds 45.
"""

from collections.abc import Sequence

from bot.learning.nouns import Rule

_SUBJECTS = {
    "argparse": "a command line program with options and arguments",
    "async_code": "asynchronous code, many things at once",
    "context_manager_files": "open, read and write files",
    "csv_dictreader": "read a CSV file",
    "dataclass": "a record with fields, data of a person, order or product",
    "decimal_money": "prices, invoices, amounts of money",
    "enum": "a status, mode, level or kind that is one of a few values",
    "http_timeout": "download a web page, call a web API over HTTP",
    "httpx": "download a web page, call a web API over HTTP",
    "param_sql": "query a database, SQL with values of a user",
    "pathlib": "files, folders and paths",
    "pytest_style": "write tests, unit tests for a function",
    "tz_aware": "the current date and time, timestamps",
    "uses:secrets": "random passwords, tokens and codes",
}
"""By a check's name, or its whole spec, what requests are about that its rule is for."""
_LONGEST_QUESTION = 500


def subject(rule: Rule) -> str:
    """Return what a rule is about; empty where it holds for all code."""
    return rule.when or _SUBJECTS.get(rule.check) or _SUBJECTS.get(rule.check.partition(":")[0], "")


def texts(rule: Rule, question: str = "") -> list[str]:
    """Return the texts in whose middle a lesson lies."""
    return [text for text in (rule.text, subject(rule), question[:_LONGEST_QUESTION]) if text.strip()]


def middle(vectors: Sequence[bytes]) -> bytes:
    """Return the middle of some meanings, of length 1; empty where there is none."""
    import numpy as np

    if not vectors or not all(vectors):
        return b""
    total = np.sum([np.frombuffer(vector, "<f4") for vector in vectors], axis=0)
    unit = total / (np.linalg.norm(total) or 1.0)
    return bytes(unit.astype("<f4").tobytes())
