"""Checks: what follows a rule, what doesn't, and what a check can't be about; and answers made to hurt."""

import time

import pytest

from bot.learning.checks import catalogue, explain, is_known, run
from bot.learning.checks.check import PYTHON, Argument

YES, NO = True, False
HTTP = "import requests\n"
SQL = "cur.execute("
F = "def f(a: int, *b: str) -> None:\n"
PYTHON_CASES: list[tuple[str, bool | None, str]] = [
    ("pathlib", YES, "from pathlib import Path\nprint(Path('a') / 'b')"),
    ("pathlib", NO, "import os\nprint(os.path.join('a', 'b'))"),
    ("pathlib", NO, "from os import path as p\nfrom pathlib import Path\np.join(Path('a'), 'b')"),
    ("pathlib", NO, "with open('a') as f: f.read()"),
    ("pathlib", None, "def add(a, b): return a + b"),
    ("type_hints", YES, F + "    pass"),
    ("type_hints", YES, "class A:\n    def __init__(self, a: int):\n        self.a = a"),
    ("type_hints", NO, "def f(a: int):\n    pass"),
    ("type_hints", NO, "def f(a: int, **more) -> None:\n    pass"),
    ("type_hints", None, "x = 1"),
    ("modern_types", YES, "def f(a: list[int]) -> int | None: ..."),
    ("modern_types", NO, "from typing import Optional\ndef f(a: Optional[int]): ..."),
    ("modern_types", None, "def f(a): ..."),
    ("docstrings", YES, 'def f():\n    """Do."""\ndef _g(): pass'),
    ("docstrings", NO, 'class A:\n    """Be."""\n    def f(self): pass'),
    ("docstrings", None, "def test_a(): pass"),
    ("google_docstrings", YES, 'def f(a):\n    """Do.\n\n    Args:\n        a: it\n    """'),
    ("google_docstrings", NO, 'def f(a):\n    """Do."""'),
    ("google_docstrings", None, "def f(): pass"),
    ("pytest_style", YES, "def test_a():\n    assert add(1, 2) == 3"),
    (
        "pytest_style",
        NO,
        "import unittest\nclass T(unittest.TestCase):\n    def test_a(self):\n        self.assertEqual(1, 1)",
    ),
    ("pytest_style", None, "def add(a, b): return a + b"),
    ("tests", YES, "def test_a():\n    assert 1"),
    ("tests", NO, "def add(a, b): return a + b"),
    ("logging", YES, "import logging\nlog = logging.getLogger()\nlog.info('a')"),
    ("logging", NO, "print('a')"),
    ("logging", NO, "import logging\nlogging.info('a')\nprint('a')"),
    ("logging", None, "x = 1"),
    ("no_print", YES, "x = 1"),
    ("no_print", NO, "print(1)"),
    ("f_strings", YES, "print(f'{x}')"),
    ("f_strings", NO, "print('%s' % x)"),
    ("f_strings", NO, "print(f'{x}', '{}'.format(x))"),
    ("f_strings", None, "print(7 % x)"),
    ("no_bare_except", YES, "try: f()\nexcept ValueError: pass"),
    ("no_bare_except", NO, "try: f()\nexcept: pass"),
    ("no_bare_except", None, "f()"),
    ("raises_on_bad_input", YES, "def f(a):\n    if a < 0:\n        raise ValueError('a')"),
    ("raises_on_bad_input", NO, "def f(a):\n    if a < 0:\n        return None"),
    ("raises_on_bad_input", NO, "def f(a):\n    raise NotImplementedError"),
    ("raises_on_bad_input", None, "x = 1"),
    ("dataclass", YES, "from dataclasses import dataclass\n@dataclass(frozen=True)\nclass A:\n    a: int"),
    ("dataclass", NO, "class A:\n    def __init__(self, a): self.a = a"),
    ("dataclass", NO, "def f(): return {'a': 1}"),
    ("dataclass", None, "def f(): return 1"),
    ("http_timeout", YES, HTTP + "requests.get(u, timeout=5)"),
    ("http_timeout", NO, HTTP + "requests.get(u, timeout=5)\nrequests.post(u)"),
    ("http_timeout", NO, HTTP + "requests.get(u, timeout=None)"),
    ("http_timeout", NO, HTTP + "s = requests.Session()\ns.get(u)"),
    ("http_timeout", YES, "import httpx\nwith httpx.Client(timeout=5) as client:\n    client.get(u)"),
    ("http_timeout", YES, "from urllib.request import urlopen\nurlopen(u, None, 5)"),
    ("http_timeout", NO, "from urllib.request import urlopen\nurlopen(u)"),
    ("http_timeout", None, "{}.get('a')"),
    ("httpx", YES, "import httpx\nhttpx.get(u)"),
    ("httpx", NO, HTTP + "requests.get(u)"),
    ("httpx", None, "x = 1"),
    ("param_sql", YES, SQL + "'SELECT a FROM b WHERE c = ?', (c,))"),
    ("param_sql", YES, "q = 'SELECT a ' + 'FROM b'\n" + SQL + "q)"),
    ("param_sql", NO, SQL + "f'SELECT a FROM b WHERE c = {c}')"),
    ("param_sql", NO, SQL + "'SELECT a FROM b WHERE c = ' + c)"),
    ("param_sql", NO, SQL + "'SELECT a FROM b WHERE c = %s' % c)"),
    ("param_sql", NO, SQL + "'SELECT a FROM b WHERE c = {}'.format(c))"),
    ("param_sql", NO, "q = f'SELECT {a}'\n" + SQL + "q)"),
    ("param_sql", NO, "from sqlalchemy import text\n" + SQL + "text(f'SELECT {a}'))"),
    ("param_sql", None, "task.execute(f'{a}')"),
    ("decimal_money", YES, "from decimal import Decimal\nprice = Decimal('1.20')"),
    ("decimal_money", NO, "def total(price: float) -> float: return price"),
    ("decimal_money", NO, "from decimal import Decimal\nprice = Decimal(1.20)"),
    ("decimal_money", None, "speed = 1.5"),
    ("tz_aware", YES, "from datetime import datetime, UTC\ndatetime.now(UTC)"),
    ("tz_aware", NO, "import datetime\ndatetime.datetime.now()"),
    ("tz_aware", NO, "from datetime import datetime\ndatetime.utcnow()"),
    ("tz_aware", NO, "from datetime import datetime\ndatetime.now(tz=None)"),
    ("tz_aware", None, "x = 1"),
    ("no_recursion", YES, "def f(a): return g(a)\ndef g(a): return a"),
    ("no_recursion", NO, "def f(a): return f(a - 1)"),
    ("no_recursion", NO, "def f(a): return g(a)\ndef g(a): return f(a)"),
    ("no_recursion", NO, "class A:\n    def f(self): return self.f()"),
    ("no_recursion", YES, "class A:\n    def get(self): return self.inner.get()"),
    ("no_recursion", None, "x = 1"),
    ("comprehension_only", YES, "[a for a in b]"),
    ("comprehension_only", NO, "for a in b: c = [d for d in a]"),
    ("comprehension_only", None, "x = 1"),
    ("max_function_lines:2", YES, "def f():\n    pass"),
    ("max_function_lines:2", NO, "def f():\n    a = 1\n    return a"),
    ("max_function_lines:2", None, "x = 1"),
    ("no_third_party", YES, "import os\nfrom collections import Counter"),
    ("no_third_party", NO, "import numpy as np"),
    ("main_guard", YES, "def main(): pass\nif __name__ == '__main__':\n    main()"),
    ("main_guard", NO, "def main(): pass\nmain()"),
    ("main_guard", None, "def f(): pass"),
    ("snake_case", YES, "MAX = 1\ndef get_it(a_b): c_d = 1"),
    ("snake_case", NO, "def getIt(): pass"),
    ("snake_case", NO, "def f(aB): pass"),
    ("snake_case", None, "print(1)"),
    ("constants_upper", YES, "MAX = 1"),
    ("constants_upper", NO, "limit = 1"),
    ("constants_upper", None, "def f(): limit = 1"),
    ("no_global", YES, "def f(): pass"),
    ("no_global", NO, "def f():\n    global a\n    a = 1"),
    ("no_global", None, "x = 1"),
    ("context_manager_files", YES, "with open('a') as f, path.open() as g: pass"),
    ("context_manager_files", NO, "f = open('a')"),
    ("context_manager_files", NO, "f = path.open()"),
    ("context_manager_files", None, "from PIL import Image\nImage.open('a')"),
    ("enum", YES, "from enum import Enum\nclass A(Enum):\n    B = 1"),
    ("enum", NO, "def f(a):\n    if a == 'x': return 1\n    if a == 'y': return 2"),
    ("enum", None, "x = 1"),
    ("argparse", YES, "import argparse\np = argparse.ArgumentParser()"),
    ("argparse", NO, "import sys\nname = sys.argv[1]"),
    ("argparse", None, "x = 1"),
    ("csv_dictreader", YES, "import csv\nfor row in csv.DictReader(f): pass"),
    ("csv_dictreader", NO, "import csv\nfor row in csv.reader(f): pass"),
    ("csv_dictreader", NO, "for line in open('a.csv'): line.split(',')"),
    ("csv_dictreader", None, "'a,b'.split(',')"),
    ("early_return", YES, "def f(a):\n    if not a:\n        return 1\n    return 2"),
    ("early_return", NO, "def f(a):\n    if a:\n        return 1\n    else:\n        return 2"),
    ("early_return", NO, "def f(a):\n    if a:\n        if b:\n            if c:\n                d()"),
    ("early_return", None, "def f(a): return a"),
    ("no_mutable_default", YES, "def f(a=None): pass"),
    ("no_mutable_default", NO, "def f(*, a=[]): pass"),
    ("no_mutable_default", NO, "def f(a=dict()): pass"),
    ("no_mutable_default", None, "def f(a): pass"),
    ("async_code", YES, "async def f(): await g()"),
    ("async_code", NO, "def f(): g()"),
    ("async_code", NO, "import time\nasync def f(): time.sleep(1)"),
    ("async_code", None, "x = 1"),
    ("no_eval", YES, "x = 1"),
    ("no_eval", NO, "eval('1')"),
    ("uses:polars", YES, "import polars as pl"),
    ("uses:polars", NO, "import pandas as pd"),
    ("uses:polars", None, "x = 1"),
    ("uses:collections.Counter", YES, "from collections import Counter"),
    ("uses:beautifulsoup4", YES, "from bs4 import BeautifulSoup"),
    ("avoids:os.path", NO, "import os\nos.path.join('a')"),
    ("avoids:os.path", YES, "import os\nos.listdir()"),
    ("example_call", YES, "def add(a, b): return a + b\nprint(add(1, 2))"),
    ("example_call", NO, "def add(a, b): return a + b"),
    ("example_call", None, "x = 1"),
    ("no_comments", YES, "x = '# no'"),
    ("no_comments", NO, "x = 1  # one"),
    ("comments", YES, "# one\nx = 1"),
    ("comments", NO, "x = 1  # noqa: E501"),
    ("language:python", YES, "x = 1"),
    ("language:rust", NO, "x = 1"),
    ("max_lines:2", YES, "x = 1\n\ny = 2"),
    ("max_lines:2", NO, "x = 1\ny = 2\nz = 3"),
    ("max_line_length:9", YES, "x = 1"),
    ("max_line_length:9", NO, "x = 1000000"),
    ("complexity_comment", YES, "# O(n log n)\nx.sort()"),
    ("complexity_comment", NO, "x.sort()"),
]
CODE = {
    "rust": "fn main() { println!(\"a\"); }",
    "go": "package main\nfunc main() { fmt.Println(1) }",
    "typescript": "function add(a: number, b: number): number { return a + b; }",
    "javascript": "const add = (a, b) => a + b;",
    "java": "public class A { int b; }",
    "cpp": "#include <iostream>\nint main() { std::cout << 1; }",
    "c": "#include <stdio.h>\nint main(void) { return 0; }",
    "csharp": "using System;\nclass A { static void Main() { Console.WriteLine(1); } }",
    "kotlin": "fun main() { println(1) }",
    "ruby": "def add(a, b)\n  a + b\nend",
    "bash": "for f in *; do echo \"$f\"; done",
    "sql": "SELECT a FROM b;",
}  # fmt: skip
PARSED = "def add(a, b):\n    return a + b"


def fence(code: str, language: str = "python") -> str:
    return f"```{language}\n{code}\n```\n"


@pytest.mark.parametrize(("spec", "verdict", "code"), PYTHON_CASES)
def test_python_is_judged(spec: str, verdict: bool | None, code: str) -> None:
    assert run(spec, f"Here it is:\n\n{fence(code)}\nThat is all.") is verdict


def test_every_check_of_python_is_tried_with_code_that_follows_it_and_code_that_does_not() -> None:
    for verdict in (YES, NO):
        tried = {spec.partition(":")[0] for spec, expected, _ in PYTHON_CASES if expected is verdict}
        assert {check.name for check in catalogue().values() if check.languages == PYTHON} <= tried


@pytest.mark.parametrize("name", [check.name for check in catalogue().values() if check.languages])
def test_a_check_of_one_language_says_nothing_of_others_or_of_words(name: str) -> None:
    spec = f"{name}:9" if catalogue()[name].argument else name
    assert run(spec, "Only words.") is None
    assert run(spec, fence(CODE["rust"], "rust")) is None


@pytest.mark.parametrize("language", CODE)
def test_code_is_in_the_language_that_its_fence_names_where_it_looks_so(language: str) -> None:
    answer = fence(CODE[language], language)
    assert run(f"language:{language}", answer) is True
    assert run(f"language:{language}", fence(PARSED, language)) is False
    assert run(f"language:{language}", fence(PARSED)) is False
    assert run(f"language:{language}", "Only words.") is None
    other = "ruby" if language == "rust" else "rust"
    assert run(f"language:{other}", answer) is False


def test_commands_and_data_beside_the_code_do_not_change_its_language() -> None:
    answer = fence(CODE["rust"], "rust") + fence("cargo run", "bash") + fence('[dependencies]\na = "1"', "toml")
    assert run("language:rust", answer) is True
    assert run("language:rs", answer) is True
    assert run("language:bash", answer) is False
    assert run("language:rust", answer + fence("x = 1")) is False
    assert run("language:rust", fence("{}", "json")) is None


@pytest.mark.parametrize(
    ("verdict", "code"),
    [
        (YES, "#!/bin/bash\nset -euo pipefail\nls"),
        (YES, "#!/bin/bash\nset -e -u\nset -o pipefail\nls"),
        (NO, "#!/bin/bash\nset -e\nls"),
        (NO, "for f in *; do\n  ls\ndone"),
        (None, "pip install a"),
    ],
)
def test_a_shell_script_is_strict(verdict: bool | None, code: str) -> None:
    assert run("set_euo_pipefail", fence(code, "bash")) is verdict


@pytest.mark.parametrize(
    ("spec", "verdict", "answer"),
    [
        ("code_only", YES, "Here:\n" + fence("x = 1")),
        ("code_only", NO, "word " * 21 + "\n" + fence("x = 1")),
        ("code_only:30", YES, "word " * 21 + "\n" + fence("x = 1")),
        ("code_only", YES, PARSED),
        ("code_only", None, "No code."),
        ("max_words:3", YES, "One two three.\n" + fence("a b c d")),
        ("max_words:3", NO, fence("a") + "One two three four."),
        ("max_words:3", None, "  "),
        ("numbered_steps", YES, "1. Sort.\n2. Search."),
        ("numbered_steps", YES, "### Step 1: Sort\n\n### Step 2: Search"),
        ("numbered_steps", NO, "- Sort\n- Search 2.5"),
        ("numbered_steps", NO, fence("1. a\n2. b", "text")),
        ("numbered_steps", None, ""),
        ("one_block", YES, fence("x")),
        ("one_block", NO, fence("x") * 2),
        ("one_block", None, "x"),
        ("complexity_comment", YES, "It takes O(n^2).\n" + fence("x")),
        ("complexity_comment", None, "It takes O(n)."),
        ("contains:big  word", YES, "A Big\nWord."),
        ("contains:word", NO, "Words."),
        ("contains:c++", YES, "In C++."),
        ("contains:word", None, ""),
        ("lacks:word", YES, "Words."),
        ("lacks:word", NO, "word"),
        ("no_comments", NO, fence("int a; // one", "c")),
        ("no_comments", YES, fence('#include <a>\nchar *u = "http://a";', "c")),
        ("no_comments", NO, fence("SELECT a -- one", "sql")),
        ("no_comments", YES, fence("#!/bin/sh\necho $#", "bash")),
        ("no_comments", None, "x"),
        ("uses:lodash", YES, fence("import _ from 'lodash';", "js")),
        ("uses:serde", YES, fence("use serde::Serialize;", "rust")),
        ("uses:lodash", NO, fence("let lodash = 1", "js")),
        ("avoids:lodash", NO, fence("const _ = require('lodash')", "js")),
        ("avoids:lodash", YES, fence("const a = 1", "js")),
        ("avoids:lodash", None, "No code."),
        ("example_call", YES, fence(PARSED) + fence(">>> print(add(1, 2))\n3", "pycon")),
        ("max_lines:9", None, "No code."),
        ("max_line_length:9", None, "No code."),
        ("comments", None, "No code."),
    ],
)
def test_the_answer_is_judged(spec: str, verdict: bool | None, answer: str) -> None:
    assert run(spec, answer) is verdict


def test_what_does_not_parse_counts_as_nothing() -> None:
    broken = fence("def add(a, b:")
    assert run("type_hints", broken) is None
    assert run("type_hints", broken + fence("def add(a: int) -> int: ...")) is True
    assert run("type_hints", fence("def add(a): ...", "")) is False
    assert run("no_print", fence("ls", "")) is None


def test_an_odd_escape_in_an_answer_warns_nobody() -> None:
    assert run("no_print", fence("x = '\\d'")) is True


@pytest.mark.parametrize(
    "spec", ["", ":", "no_such", "pathlib:a", "max_lines", "max_lines:", "max_lines:-1", "max_lines:x"]
)
def test_what_is_no_spec_is_unknown_and_says_nothing(spec: str) -> None:
    assert not is_known(spec)
    assert run(spec, fence("x = 1")) is None
    assert explain(spec) == ""


@pytest.mark.parametrize(
    "spec", ["language:klingon", "max_lines:²", "uses:", "uses:a b", "contains:", "lacks:" + "x" * 101]
)
def test_an_argument_that_a_check_does_not_take_is_unknown(spec: str) -> None:
    assert not is_known(spec)


def test_a_check_is_explained() -> None:
    assert explain("pathlib") == "the code uses pathlib and not os.path"
    assert explain("max_lines:20") == "the code has at most 20 lines, blank ones not counted"
    assert explain("code_only") == "at most 20 words stand outside the code"
    for name, check in catalogue().items():
        assert name == check.name
        assert ("{}" in check.says) == (check.argument is not Argument.NONE)


HOSTILE = {
    "long": "word " * 2_000_000,
    "fences": "```\n" * 15_000,
    "quotes": "> " * 30_000 + "```\n" + "> a\n" * 5_000,
    "deep": fence("(" * 70_000),
    "signs": fence("-" * 70_000 + "1"),
    "attributes": fence("x" + ".a" * 35_000),
    "calls": fence("x" + "()" * 35_000),
    "sum": fence("cur.execute('select ' " + "+ a" * 20_000 + ")"),
    "flat": fence("x = 1\n" * 12_000),
    "functions": fence("def f(): f()\n" * 5_000),
    "nested": fence("".join(" " * i + "def f():\n" for i in range(95)) + " " * 95 + "pass"),
    "holes": fence('f"' + "{x}" * 25_000 + '"'),
    "number": fence("9" * 70_000),
    "odd": fence("\0\ud800"),
    "equals": fence("a" * 70_000, "js"),
    "marks": fence("<a, " * 17_000, "ts"),
    "typed": ">" * 8 + "`" * 70_000,
    "steps": "1. " * 25_000,
    "brackets": fence("O(" * 35_000, "c"),
}


@pytest.mark.parametrize("answer", HOSTILE.values(), ids=HOSTILE)
def test_answers_made_to_hurt_are_judged_in_bounded_time(answer: str) -> None:
    arguments = {Argument.NONE: "", Argument.NUMBER: ":9", Argument.LANGUAGE: ":typescript"}
    for name, check in catalogue().items():
        begun = time.monotonic()
        run(name + arguments.get(check.argument, ":word"), answer)
        assert time.monotonic() - begun < 5, name
