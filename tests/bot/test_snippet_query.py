"""What people write to find snippets, and what it is read as."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UsageError
from bot.snippets.query import LONGEST_QUERY, Query, parse_query


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", Query()),
        (
            'retry "two words" #http lang:py mine pinned',
            Query(("retry", "two words"), ("http",), ("py",), mine=True, pinned=True),
        ),
        ("MINE Pinned #HTTP #http Lang:Py", Query((), ("http",), ("py",), mine=True, pinned=True)),
        ('"mine" "#http" "lang:py"', Query(("mine", "#http", "lang:py"))),
        ("tag:http tags:#io language:c++", Query((), ("http", "io"), ("c++",))),
        (
            "std::vec task_done( 100% _ width:100px http://x",
            Query(("std::vec", "task_done(", "100%", "_", "width:100px", "http://x")),
        ),
        ("'; DROP TABLE snippet; --", Query(("';", "DROP", "TABLE", "snippet;", "--"))),
        ('say "hi', Query(("say", '"hi'))),
        ('print("x") " "', Query(('print("x")',))),
        ("#!/bin/sh ## 🦊", Query(("#!/bin/sh", "##", "🦊"))),
        ("a\0b \ud83d", Query(("a\u2400b", "\ufffd"))),
        ('"return "', Query(("return ",))),
    ],
)
def test_words_phrases_and_filters_are_told_apart(text: str, query: Query) -> None:
    assert parse_query(text) == query


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("x #", 'Say which tag, as `#retry`; in quotes it is looked for as text, as `"#"`.'),
        ("tag:", "Say which tag"),
        ("lang:", 'Say which language, as `lang:python`; in quotes it is looked for as text, as `"lang:"`.'),
        ("lang:a/b", "A language is one word"),
        ("#a,b", "A tag is one word"),
        ("is:pinned", "no filter `is:`. There is `#TAG`, `lang:NAME`, `mine` and `pinned`; in quotes"),
        ("lng:py", "no filter `lng:`"),
        ("x" * (LONGEST_QUERY + 1), "200 characters at most; this one has 201"),
    ],
)
def test_a_filter_that_is_empty_or_unknown_is_told_so(text: str, problem: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_query(text)
    assert problem in str(refused.value)


@given(st.text(st.sampled_from("ab\"'#% \n\0"), max_size=40))
def test_whatever_is_written_is_read_or_refused_in_words(text: str) -> None:
    with suppress(UsageError):
        query = parse_query(text)
        assert all(word.strip() for word in query.words)
        unquoted = tuple(word for word in query.words if '"' not in word)
        assert parse_query(" ".join(f'"{word}"' for word in unquoted)).words == unquoted
