"""How the code looks that passes a check: small models follow a rule that shows the words of the code."""

_HINTS = {
    "pathlib": "from pathlib import Path; Path(folder) / name",
    "logging": 'logger = logging.getLogger(__name__); logger.info("...")',
    "httpx": "import httpx; httpx.get(url)",
    "argparse": "parser = argparse.ArgumentParser()",
    "csv_dictreader": 'for row in csv.DictReader(file): row["name"]',
    "dataclass": "from dataclasses import dataclass; @dataclass above the class",
    "type_hints": "def name(x: int) -> str:",
    "modern_types": "list[int], str | None",
    "docstrings": 'def name(x):\n    """Say what it does."""',
    "google_docstrings": '"""Say what it does.\n\nArgs:\n    x: what it is.\n\nReturns:\n    what it is.\n"""',
    "f_strings": 'f"{name}: {value}"',
    "main_guard": 'def main(): ...; if __name__ == "__main__": main()',
    "no_bare_except": "except ValueError:",
    "raises_on_bad_input": 'if x < 0: raise ValueError("x must not be negative")',
    "context_manager_files": "with open(name) as file:",
    "decimal_money": 'from decimal import Decimal; Decimal("19.99")',
    "tz_aware": "datetime.now(timezone.utc)",
    "enum": 'class Color(Enum): RED = "red"',
    "async_code": "async def name(): await ...",
    "pytest_style": "def test_name(): assert f(1) == 2",
    "tests": "def test_name(): assert f(1) == 2",
    "http_timeout": "get(url, timeout=10)",
    "param_sql": 'cursor.execute("SELECT * FROM t WHERE id = ?", (id,))',
    "set_euo_pipefail": "#!/usr/bin/env bash\nset -euo pipefail",
    "complexity_comment": "# O(n)",
    "example_call": "print(name(3))",
    "constants_upper": "MAX_SIZE = 10",
    "uses": "import {}",
}


def hint(spec: str) -> str:
    """Return code that shows what a check looks for, in one line; empty where words say it as well."""
    name, _, argument = spec.partition(":")
    lines = _HINTS.get(name, "").replace("{}", argument if name == "uses" else "{}").splitlines()
    return " ".join(line.strip() for line in lines if line.strip())
