"""The functions of answers made up to show rules: one that everything is shown on, and one for each subject.

None of them does what a task of the feedback-transfer test asks for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from bot.learning.demonstration_parts import Function, Kind

SHARE = Function(
    "shares baskets of apples equally among people",
    "share",
    (("baskets", "list[int]", "how many apples each of them holds"), ("people", "int", "how many they are")),
    ("list[int]", "what each person gets of each basket"),
    "return [apples // people for apples in baskets]",
    refuses=("people < 1", "people must be at least 1"),
    order="O(n)",
    shown="share([10, 20], 5)",
)
_ROBOTS = Function(
    "reads the robots.txt of a server",
    "read_robots",
    (("server", "str", "its address"),),
    ("str", "the robots.txt of a server"),
    'return httpx.get(server + "/robots.txt").text',
    "import httpx",
    refuses=("not server", "server must not be empty"),
)
_PATIENT = replace(_ROBOTS, body='return httpx.get(server + "/robots.txt", timeout=10).text')
_SUBJECTS: Mapping[str, Function] = MappingProxyType(
    {
        "httpx": _ROBOTS,
        "http_timeout": replace(_PATIENT, body=_PATIENT.body.replace("httpx", "requests"), imports="import requests"),
        "decimal_money": Function(
            "gives the rent of a month by that of a year",
            "monthly_rent",
            (("yearly", "Decimal", "the rent of a year"),),
            ("Decimal", "the rent of a month"),
            'return Decimal(yearly) / Decimal("12")',
            "from decimal import Decimal",
            refuses=("yearly < 0", "yearly must not be negative"),
        ),
        "enum": Function(
            "tells whether a season is cold",
            "is_cold",
            (("season", "Season", "one of the year's"),),
            ("bool", "whether a season is cold"),
            "return season is Season.WINTER",
            "from enum import Enum",
            Kind("class Season(Enum):", "A part of the year.", 'SUMMER = "summer"\nWINTER = "winter"'),
        ),
        "dataclass": Function(
            "tells whether a song is long",
            "is_long",
            (("song", "Song", "what is heard"),),
            ("bool", "whether a song is long"),
            "return song.seconds > 300",
            "from dataclasses import dataclass",
            Kind("@dataclass\nclass Song:", "What is sung.", "title: str\nseconds: int"),
        ),
        "pathlib": Function(
            "gives the path of the notes in a folder",
            "notes_of",
            (("folder", "str", "where they are"),),
            ("Path", "the path of the notes"),
            'return Path(folder) / "notes.md"',
            "from pathlib import Path",
            refuses=("not folder", "folder must not be empty"),
        ),
        "tz_aware": Function(
            "tells whether it is a given day of the week",
            "is_today",
            (("weekday", "int", "0 for Monday"),),
            ("bool", "whether it is that day in UTC"),
            "return datetime.now(timezone.utc).weekday() == weekday",
            "from datetime import datetime, timezone",
        ),
        "csv_dictreader": Function(
            "gives the titles in a CSV file of songs",
            "titles",
            (("name", "str", "the name of the file"),),
            ("list[str]", "the titles of songs"),
            'with open(name) as file:\n    return [row["title"] for row in csv.DictReader(file)]',
            "import csv",
            refuses=("not name", "name must not be empty"),
            order="O(n)",
        ),
        "uses:secrets": Function(
            "makes a salt for a hash",
            "make_salt",
            (("size", "int", "in bytes"),),
            ("bytes", "a salt that nobody can guess"),
            "return secrets.token_bytes(size)",
            "import secrets",
            refuses=("size < 1", "size must be at least 1"),
        ),
        "param_sql": Function(
            "finds the songs of a singer in a database",
            "songs_of",
            (("singer", "str", "whose songs"),),
            ("list[tuple]", "the songs of a singer"),
            'with sqlite3.connect("songs.db") as songs:\n'
            '    return songs.execute("SELECT title FROM songs WHERE singer = ?", (singer,)).fetchall()',
            "import sqlite3",
            refuses=("not singer", "singer must not be empty"),
            order="O(n)",
        ),
    }
)
"""By the check that each of them passes."""


def functions_for(checks: Sequence[str]) -> dict[str, Function]:
    """Return the functions that show those of ``checks`` that are about a subject, in their order."""
    shown = {check: _SUBJECTS[check] for check in checks if check in _SUBJECTS}
    if len(web := [check for check in shown if check in ("httpx", "http_timeout")]) > 1:
        del shown[web[0]]
        shown[web[1]] = _PATIENT
    return shown
