"""What people give to be imported: files of other programs, and files that were made to do harm."""

import contextlib
import json
import time
import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import UsageError
from bot.nouns import Attachment
from bot.snippets.carried import Load
from bot.snippets.unpacking import unpack
from tests.bot.snippets.zips import encrypted, made, overlapping, says_size

MB = 1024 * 1024
TOMORROW = "2999-01-01T00:00:00+00:00"


def ours(*snippets: object, version: object = 1) -> str:
    return json.dumps({"format": "code-supporter snippets", "version": version, "snippets": snippets})


def read(said: str | bytes, name: str = "x.json") -> Load:
    return unpack(Attachment(name, data=said) if isinstance(said, bytes) else Attachment(name, said))


def shown(load: Load) -> list[tuple[Any, ...]]:
    """Return name, language, code and files of each."""
    return [
        (each.name, each.snippet.language, each.snippet.code, *((file.name, file.text) for file in each.snippet.files))
        for each in load.carried
    ]


def refusals(load: Load) -> dict[str, str]:
    return {each.name: each.why for each in load.refused}


def test_a_name_is_one_line_however_it_is_written() -> None:
    load = read(ours({"name": "a" + " `\n" * 5_000 + "b\u2028c", "code": "x"}))
    assert [each.name for each in load.carried] == ["a b c"]


def test_files_of_a_zip_are_snippets_and_those_of_a_folder_are_one() -> None:
    data = made(
        ("my snippets/retry.py", b"def retry(): ...\n"),
        ("my snippets/__MACOSX/._retry.py", b"\0\1"),
        ("my snippets/.DS_Store", b"\0"),
        ("my snippets/site/", b""),
        ("my snippets/site/index.html", b"<p>\r\n"),
        ("my snippets/site/style.css", b"p {}"),
        ("my snippets/site/empty.js", b""),
        ("my snippets/tools/Makefile", b"all:\n\ttrue"),
        ("my snippets/wide.sql", "SELECT 'é'".encode("utf-16")),
        ("my snippets/mark.go", b"\xef\xbb\xbfpackage main"),
        *((f"my snippets/many/{number:02}.c", b"int x%d;" % number) for number in range(30)),
    )
    load = read(data, "all.zip")
    assert load.refused == []
    found = shown(load)
    assert found[:5] == [
        ("retry.py", "python", "def retry(): ..."),
        ("wide.sql", "sql", "SELECT 'é'"),
        ("mark.go", "go", "package main"),
        ("site", "html", "<p>", ("style.css", "p {}")),
        ("Makefile", "makefile", "all:\n\ttrue"),
    ]
    assert len(found[5:]) == 30
    assert found[5] == ("00.c", "c", "int x0;"), "too many to be one snippet"


def test_a_gist_is_read_as_github_gives_it() -> None:
    one = {
        "id": "aa5a315d61ae9438b18d",
        "html_url": "https://gist.github.example/aa5a",
        "description": "Retry with backoff",
        "public": True,
        "owner": {"login": "octocat", "id": 1},
        "created_at": "2010-04-14T02:15:15Z",
        "updated_at": "2011-06-20T11:34:15Z",
        "truncated": False,
        "files": {
            "retry.py": {
                "filename": "retry.py",
                "language": "Python",
                "truncated": False,
                "content": "def retry(): ...\r\n",
            },
            "conf.toml": {"filename": "conf.toml", "language": "TOML", "content": "x = 1", "size": 5},
        },
    }
    long = {**one, "description": "many words " * 10, "files": {"run me": {"content": "ls", "language": "Shell"}}}
    cut = {**one, "description": None, "files": {"big.py": {"content": "de", "truncated": True}}}
    listed = {"id": "5", "description": "", "files": {"some.py": {"filename": "some.py", "size": 9}}}
    (alone,) = read(json.dumps(one)).carried
    assert (alone.snippet.source, alone.snippet.author.name) == ("https://gist.github.example/aa5a", "octocat")
    assert (alone.snippet.at, alone.snippet.updated) == (1271211315.0, 1308569655.0)
    load = read(json.dumps([one, long, cut, listed, {"files": {}}, {"files": {"x": None}}, 7]))
    assert shown(load) == [
        ("Retry with backoff", "python", "def retry(): ...\n", ("conf.toml", "x = 1")),
        ("run me", "shell", "ls"),
    ]
    assert load.carried[1].snippet.note == ("many words " * 10).strip()
    said = refusals(load)
    assert said["big.py"].startswith("GitHub cut its file `big.py` short")
    assert said["some.py"].startswith("GitHub's list of gists is without what their files hold")
    assert {"number 5", "x", "number 7"} <= set(said)


def test_snippets_of_vs_code_are_read_with_comments_and_commas() -> None:
    text = """\
// Place your snippets here. "quoted": {
{
    /* several
       lines, */
    "For Loop": {
        "prefix": ["for", "for-const", "no tag"],
        "body": ["for (const ${2:element} of ${1:array}) {", "\\t$0", "}"], // ends
        "description": "A for loop.", // with a comma behind
        "isFileTemplate": true,
    },
    "url // no comment": { "body": "https://x.example/* no, \\\\}", "scope": "typescriptreact,javascript" , },
    "bad": { "body": 7 },
    "none": { "prefix": "x" },
}
"""
    load = read(text, "javascript.json")
    assert shown(load) == [
        ("For Loop", "javascript", "for (const ${2:element} of ${1:array}) {\n\t$0\n}"),
        ("url // no comment", "tsx", "https://x.example/* no, }"),
    ]
    assert load.carried[0].snippet.tags == ("for-const",)
    assert load.carried[0].snippet.note == "A for loop."
    assert refusals(load) == {
        "bad": "It is no snippet of VS Code's: Expected `str | array`, got `int` - at `$.body`.",
        "none": "A snippet without code can't be kept.",
    }


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("", "The file is empty"),
        (" \n", "The file is empty"),
        (b"\xff\xd8\xff\xe0 JFIF", "neither a ZIP nor a text in UTF-8"),
        (b"\x1f\x8b\x08\x00", "neither a ZIP nor a text in UTF-8"),
        ('{"a": "b"}'.encode("utf-16-le"), "neither a ZIP nor a text in UTF-8"),
        ("def retry(): ...", "neither a ZIP nor JSON"),
        ("{}", "no snippet in the file"),
        ("[]", "no snippet in the file"),
        ("[1, 2]", "JSON of another kind"),
        ('{"a": 1}', "JSON of another kind"),
        ("[" * 100_000, "nested more than 50 deep"),
        ('{"a":' * 100_000, "nested more than 50 deep"),
        ('{"a": [1, 2}', "broken in line 1"),
        ('{\n\n"a": "b', "broken in line 3"),
        ("{ /* never ends", "broken in line 1"),
        ('{"a": {"body": NaN}}', "holds NaN, which is no value of JSON"),
        ('{"a": {"body": "x", "body": "y"}}', "has `body` twice in one place"),
        ('{"a": ' + "9" * 5_000 + "}", "a number that is too long"),
        ("[" + "0," * 4_000_000 + "0]", "holds too much at once"),
        ("{" + "//\n" * 300_000 + "}", "too many"),
        (ours(version=2), "A newer version of this program wrote it, in format 2; I know format 1"),
        (ours(version="1"), "its `version` or `snippets` is missing"),
        (ours(version=True), "its `version` or `snippets` is missing"),
        ('{"format": "code-supporter snippets", "version": 1}', "its `version` or `snippets` is missing"),
        (ours(*[0] * 100_000), "holds 100,000 snippets; 10,000 can be brought at once"),
        (json.dumps([{"files": {}}] * 100_000), "holds 100,000 gists; 10,000"),
        (b" " * (10 * MB + 1), "has 10 MB at most; this one has 10.0 MB"),
        (b"PK\3\4 and no more", "The ZIP is broken"),
        (made(), "no snippet in the file"),
        (made(("a.py", b"x"))[:-10], "The ZIP is broken"),
        (made(*((f"{number}.py", b"x") for number in range(10_001))), "more than 10,000 files"),
        (made(("snippets.json", b'{"a": "code-supporter snippets",' + b" " * (51 * MB) + b"}")), "more than 50 MB"),
        (made(*((f"{number}.py", b"x" * 260_000) for number in range(220))), "more than 50 MB"),
        (made(*((f"{number}.py", b"\0" * MB) for number in range(220))), "more than 50 MB"),
    ],
    ids=lambda said: repr(said[:30]),
)
def test_what_can_t_be_read_is_refused_in_words(said: str | bytes, why: str) -> None:
    with pytest.raises(UsageError) as refused:
        read(said)
    assert why in str(refused.value)


FINE = {"name": "fine", "code": "x"}


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"code": 7}, "Its `code` is not what it should be: expected `str`, got `int`."),
        ({"code": ""}, "A snippet without code can't be kept."),
        ({"code": "x" * 5 * MB}, "A snippet holds 256 KB at most; this one has 5,120 KB."),
        ({"name": ""}, "Say what the snippet should be called."),
        ({"name": "x" * 61}, "A name has 60 characters at most; this one has 61."),
        ({"key": "'; DROP TABLE snippet"}, "Its key is none, such as `s-7k2f`."),
        ({"key": "s-aaaa\n"}, "Its key is none, such as `s-7k2f`."),
        ({"tags": "http"}, "Its `tags` is not what it should be: expected `array`, got `str`."),
        ({"tags": ["two words"]}, "A tag is one word"),
        ({"tags": [f"t{number}" for number in range(11)]}, "A snippet has 10 tags at most"),
        ({"note": "x" * 2_001}, "A note has 2,000 characters at most"),
        ({"language": "a language"}, "A language is one word"),
        ({"source": "javascript:alert(1)"}, "Its source is no address"),
        ({"source": "https://x.example/) [y](z"}, "Its source is no address"),
        ({"files": [{"name": "", "text": "x"}]}, "A file in it has no name."),
        ({"files": [{"name": "x" * 256, "text": "x"}]}, "has more than 255 characters"),
        ({"files": [{"name": "a", "text": "x"}] * 20}, "A snippet holds 20 files at most; this one has 21."),
        ({"at": "yesterday"}, "Its `at` is not what it should be"),
        ({"at": 1e300}, "Its `at` is not what it should be"),
        ({"at": "2020-01-01T00:00:00"}, "Its `at` is not what it should be"),
        ({"at": "1969-12-31T00:00:00Z"}, "It has a date that can't be: 1969-12-31 00:00:00+00:00."),
        ({"updated": TOMORROW}, "It has a date that can't be"),
        ({"version": 0}, "Its `version` is not what it should be"),
        ({"version": 2**31}, "Its `version` is not what it should be"),
        ({"pinned": "yes"}, "Its `pinned` is not what it should be"),
        ({"author": "x" * 201}, "The name of a person has 200 characters at most."),
        ({"version": 2, "past": [{**FINE, "version": 2}]}, "past versions have numbers that can't be"),
        ({"version": 3, "past": [{**FINE, "version": 1}] * 2}, "past versions have numbers that can't be"),
        ({"version": 2, "past": [{"name": "y", "code": "x" * MB}]}, "A snippet holds 256 KB at most"),
        ({"version": 2, "past": [{"name": "y", "code": "x", "updated": TOMORROW}]}, "a date that can't be"),
    ],
    ids=lambda wrong: repr(wrong)[:40],
)
def test_one_odd_snippet_is_refused_by_name_and_the_others_are_not(wrong: dict[str, object], why: str) -> None:
    load = read(ours({"name": "odd", "code": "x", **wrong}, FINE, {**FINE, "unknown": 1}))
    assert [each.name for each in load.carried] == ["fine", "fine"]
    (refused,) = load.refused
    assert why in refused.why
    assert refused.name in ("odd", "number 1", "x" * 60)


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (made(("../../etc/passwd", b"x")), "../../etc/passwd", "Its name leads out of the ZIP."),
        (made(("/etc/passwd", b"x")), "/etc/passwd", "Its name leads out of the ZIP."),
        (made(("C:/x.py", b"x")), "C:/x.py", "Its name leads out of the ZIP."),
        (made(("..\\..\\x.py", b"x")), "../../x.py", "Its name leads out of the ZIP."),
        (made(("\\\\server\\x.py", b"x")), "//server/x.py", "Its name leads out of the ZIP."),
        (made(("x" * 300 + ".py", b"x")), "x" * 60, "Its name has more than 255 characters."),
        (made(("link.py", b"/etc/passwd"), external_attr=0o120777 << 16), "link.py", "It is a link or a device"),
        (encrypted(made(("x.py", b"x"))), "x.py", "It is encrypted."),
        (made(("x.py", b"x"), compress_type=14), "x.py", "It is packed in a way that I don't read"),
        (made(("inner.zip", made(("x.py", b"x")))), "inner.zip", "It is a ZIP in a ZIP, which I don't open."),
        (made(("x.bin", b"\0\1\2")), "x.bin", "It is no text in UTF-8."),
        (made(("x.py", "é".encode("latin-1"))), "x.py", "It is no text in UTF-8."),
        (made(("x.py", b"")), "x.py", "A snippet without code can't be kept."),
        (made(("big.py", b"x" * 5 * MB)), "big.py", "A snippet holds 256 KB at most; this file has more."),
        (says_size(made(("bomb.py", b"x" * 5 * MB)), 10), "bomb.py", "It is broken."),
        (made(("x.py", b"hello hello hello")).replace(b"\xcbH\xcd", b"\xcbH\xce"), "x.py", "It is broken."),
    ],
    ids=lambda said: repr(said)[:30],
)
def test_an_odd_member_of_a_zip_is_refused_by_name(data: bytes, name: str, why: str) -> None:
    load = read(data)
    assert load.carried == []
    assert [(each.name, each.why[: len(why)]) for each in load.refused] == [(name, why)]


def test_names_that_mean_something_elsewhere_are_only_names() -> None:
    load = read(made(("con.py", b"x"), ("a/; rm -rf ~.sh", b"y"), ("😀\x1b[31m.py", b"z"), ("nul\0.py", b"w")))
    assert [each.name for each in load.carried] == ["con.py", "😀\x1b[31m.py", "nul", "; rm -rf ~.sh"]


@pytest.mark.parametrize(
    "bomb", [made(("bomb", b"\0" * 400 * MB)), overlapping(9_000, 30 * MB)], ids=["one", "overlapping"]
)
def test_a_bomb_takes_neither_memory_nor_time(bomb: bytes) -> None:
    assert len(bomb) < 10 * MB
    tracemalloc.start()
    begun = time.process_time()
    try:
        with pytest.raises(UsageError):
            load = read(bomb)
            raise UsageError(load.refused[0].why)
        assert tracemalloc.get_traced_memory()[1] < 100 * MB
    finally:
        tracemalloc.stop()
    assert time.process_time() - begun < 30


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 400), st.integers(0, 50))
def test_whatever_stands_in_a_zip_it_is_read_or_refused(noise: bytes, at: int, cut: int) -> None:
    whole = made(("snippets/retry.py", b"def retry(): ..."), ("snippets/a/b.sql", b"SELECT 1"))
    with contextlib.suppress(UsageError):
        read(whole[:at] + noise + whole[at + cut :])


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.integers() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=9) | st.sampled_from(["files", "body", "content"]), inner, max_size=3)
    ),
    max_leaves=9,
)
FIELDS = (
    "key",
    "name",
    "code",
    "language",
    "files",
    "tags",
    "note",
    "source",
    "pinned",
    "at",
    "updated",
    "author",
    "past",
    "version",
)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), JSON), JSON)
def test_whatever_stands_in_a_json_it_is_read_or_refused(snippet: dict[str, object], other: object) -> None:
    for said in (
        ours({**FINE, **snippet}),
        json.dumps(other),
        json.dumps([{"files": snippet}, {"files": {"a": other}}]),
    ):
        try:
            load = read(said)
        except UsageError:
            continue
        assert load.carried or load.refused
