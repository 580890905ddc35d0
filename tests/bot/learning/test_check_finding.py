"""Finding the check that verifies a rule in free English: what is wanted, what is refused, and near misses."""

import time

import pytest

from bot.learning.checks import find, is_known

FOUND = {
    "Use pathlib instead of os.path.": "pathlib",
    "Prefer pathlib over os.path": "pathlib",
    "Use `pathlib.Path` for all file paths.": "pathlib",
    "pathlib, not os.path": "pathlib",
    "Instead of os.path, use pathlib": "pathlib",
    "Replace os.path with pathlib": "pathlib",
    "When handling files, use pathlib.": "pathlib",
    "Never use os.path": "avoids:os.path",
    "Write the answer in Rust.": "language:rust",
    "Answer in Go": "language:go",
    "Always answer in C++, please.": "language:cpp",
    "no, in C++": "language:cpp",
    "in C, not C++": "language:c",
    "Use TypeScript instead of JavaScript.": "language:typescript",
    "Write code in C#": "language:csharp",
    "Rewrite it in Kotlin": "language:kotlin",
    "Python only": "language:python",
    "Write answers in TypeScript unless asked otherwise.": "language:typescript",
    "Give code examples in Rust, not in Python": "language:rust",
    "write answers in C++ in #embedded": "language:cpp",
    "I want Rust": "language:rust",
    "Don't use Python, use Rust": "language:rust",
    "All functions must be typed": "type_hints",
    "Use parametrised SQL queries, never string formatting.": "param_sql",
    "Never catch exceptions with a bare `except:`": "no_bare_except",
    "Keep functions under 20 lines": "max_function_lines:20",
    "No function longer than 15 lines.": "max_function_lines:15",
    "Functions must not exceed 30 lines": "max_function_lines:30",
    "Limit functions to twenty lines": "max_function_lines:20",
    "Keep the code under 40 lines": "max_lines:40",
    "No more than 10 lines of code": "max_lines:10",
    "Keep lines under 80 characters": "max_line_length:80",
    "Answer in at most 100 words": "max_words:100",
    "Keep explanations under 50 words.": "max_words:50",
    "Never use print, use logging": "logging",
    "Use logging instead of print.": "logging",
    "Use the logging module, not print statements": "logging",
    "Don't use print": "no_print",
    "Avoid print statements": "no_print",
    "Add type hints to every function.": "type_hints",
    "Always use type annotations": "type_hints",
    "Don't forget type hints": "type_hints",
    "No functions without type hints": "type_hints",
    "Annotate all function parameters and return types": "type_hints",
    "Add a docstring to every public function": "docstrings",
    "Never write functions without docstrings": "docstrings",
    "Write Google-style docstrings": "google_docstrings",
    "Use pytest, not unittest.": "pytest_style",
    "Write tests in pytest style with plain asserts": "pytest_style",
    "Use f-strings instead of .format": "f_strings",
    "Use f-strings, not % formatting": "f_strings",
    "Never use a bare except": "no_bare_except",
    "Bare excepts are forbidden": "no_bare_except",
    "Raise ValueError on bad input": "raises_on_bad_input",
    "Return a dataclass instead of a tuple": "dataclass",
    "Set a timeout on every HTTP request": "http_timeout",
    "Always pass timeout to requests calls": "http_timeout",
    "No HTTP calls without a timeout": "http_timeout",
    "Use httpx instead of requests": "httpx",
    "Drop requests in favour of httpx": "httpx",
    "Use parameterized queries for SQL": "param_sql",
    "Never build SQL with f-strings": "param_sql",
    "Don't format values into SQL queries": "param_sql",
    "Use Decimal for money": "decimal_money",
    "Never use float for money, use Decimal": "decimal_money",
    "Use timezone-aware datetimes": "tz_aware",
    "No naive datetimes": "tz_aware",
    "Avoid recursion": "no_recursion",
    "Recursion should be avoided": "no_recursion",
    "Use an iterative solution instead of recursion": "no_recursion",
    "Use list comprehensions instead of for loops": "comprehension_only",
    "Use only the standard library": "no_third_party",
    "No third-party packages": "no_third_party",
    "Add a main guard to scripts": "main_guard",
    'Use if __name__ == "__main__"': "main_guard",
    "Name variables in snake_case": "snake_case",
    "Never use global variables": "no_global",
    "Open files with a context manager": "context_manager_files",
    "Use an Enum instead of string constants": "enum",
    "Use argparse for command lines": "argparse",
    "Read CSV with csv.DictReader": "csv_dictreader",
    "Use early returns instead of nested ifs": "early_return",
    "Write constants in UPPER_CASE": "constants_upper",
    "No mutable default arguments": "no_mutable_default",
    "Write async code": "async_code",
    "Never use eval": "no_eval",
    "Start bash scripts with set -euo pipefail": "set_euo_pipefail",
    "Code only": "code_only",
    "Only code, no explanation": "code_only",
    "Don't explain the code": "code_only",
    "No explanations": "code_only",
    "Show an example call at the end": "example_call",
    "Include a usage example": "example_call",
    "State the time complexity in a comment": "complexity_comment",
    "No comments in the code": "no_comments",
    "Don't add comments": "no_comments",
    "Add comments to the code": "comments",
    "Explain in numbered steps": "numbered_steps",
    "Put everything in one code block": "one_block",
    "Always include unit tests": "tests",
    "Use polars, not pandas": "uses:polars",
    "Don't use pandas": "avoids:pandas",
    "Use pydantic for validation of configs": "uses:pydantic",
}
NOTHING = [
    "",
    "too dumb!",
    "don't use pathlib",
    "Never use pathlib, it is slow",
    "Stop using pathlib",
    "Avoid the use of pathlib",
    "pathlib must not be used",
    "Explain what pathlib does",
    "Mention pathlib in the explanation",
    "The user asked about pathlib",
    "Link to the docs of pathlib",
    "If pathlib is asked about, be brief",
    "Ask before using httpx",
    "Don't write docstrings",
    "No type hints",
    "Skip the type hints",
    "Do not use f-strings",
    "Don't use dataclasses",
    "Don't answer in Rust",
    "In Rust, use Result instead of unwrap",
    "Use Rust's Result type",
    "Go straight to the point",
    "Functions should have at least 20 lines",
    "Explain recursion with pictures",
    "Prefer recursion over loops",
    "Never print secrets",
    "Don't explain basic things",
    "Use camelCase",
    "Be concise: at most 5 lines",
    "never mix pathlib and os.path",
    "Use % formatting instead of f-strings",
    "Use Python 3.12 features",
    "Don't use type hints in tests",
    "Don't include tests",
    "Don't add usage examples",
    "Use global variables",
    "Handle 404 errors",
    "Be more friendly",
    "No logging",
    "Keep requests short",
    "Never write functions under 20 lines",
]


@pytest.mark.parametrize(("rule", "spec"), FOUND.items())
def test_a_rule_finds_its_check(rule: str, spec: str) -> None:
    assert find(rule) == spec
    assert is_known(spec)


@pytest.mark.parametrize("rule", NOTHING)
def test_a_rule_that_no_check_proves_finds_none(rule: str) -> None:
    assert find(rule) == ""


def test_the_opposite_of_a_rule_does_not_find_its_check() -> None:
    assert find("Use os.path rather than pathlib") == "uses:os.path"
    assert find("Use unittest instead of pytest") == "uses:unittest"
    assert find("Use requests, not httpx") == "uses:requests"
    assert find("Use print instead of logging") == ""


def test_what_stands_beside_a_library_is_found_rather_than_the_library() -> None:
    assert find("Code that uses pathlib should have type hints") == "type_hints"


def test_a_check_of_python_is_not_for_rules_about_other_languages() -> None:
    assert find("Add docstrings", ["rust"]) == ""
    assert find("Add docstrings", ["py"]) == "docstrings"
    assert find("In TypeScript, use type annotations") == ""
    assert find("In Python, use type annotations") == "type_hints"
    assert find("Code only", ["rust"]) == "code_only"


@pytest.mark.parametrize(
    "part", ["no ", "use pathlib, ", "(", "in rust ", "replace a ", "that is x ", ". ", "a", " ", "`"]
)
def test_a_long_rule_takes_no_time(part: str) -> None:
    begun = time.monotonic()
    find(part * 1_000_000)
    assert time.monotonic() - begun < 2
