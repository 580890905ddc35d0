"""The bytes of an answer: however a server frames them and the network cuts them, the text is the same."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models.sse import LONGEST, Events, Nonsense
from bot.models.stream import CutShort, Failure, Stream
from bot.nouns import Usage
from tests.fakes.openai_wire import DONE, count, delta


def text(*pieces: str) -> bytes:
    return b"".join(delta("scripted", content=piece) for piece in pieces)


END = delta("scripted", "stop")


def read(*reads: bytes) -> tuple[str, Stream]:
    """Feed a whole answer; return its text, and the stream for what else became of it."""
    stream = Stream()
    return "".join([*map(stream.feed, reads), stream.end()]), stream


def test_an_answer_is_its_deltas_in_order() -> None:
    said, stream = read(delta("scripted", role="assistant", content=None), text("Use ", "`sorted`."), END, DONE)
    assert said == "Use `sorted`."
    assert stream.finish == "stop"
    assert stream.problem is None


@given(st.lists(st.text(min_size=1), max_size=5), st.data(), st.sampled_from([b"\n", b"\r\n"]))
def test_it_does_not_matter_where_the_network_cuts(pieces: list[str], data: st.DataObject, line_end: bytes) -> None:
    whole = (b": ping\n\n" + text(*pieces) + END + count("scripted", 7, 3, 2) + DONE).replace(b"\n", line_end)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=6)))
    said, stream = read(*(whole[start:end] for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True)))
    assert said == "".join(pieces)
    assert stream.usage == Usage(prompt=7, completion=3, cached=2)
    assert stream.problem is None


@pytest.mark.parametrize(
    "event",
    [
        b'data:{"choices":[{"delta":{"content":"hi"}}]}\n\n',
        b'event: message\nid: 7\nretry: 10\ndata: {"choices":[{"delta":{"content":"hi"}}]}\n\n',
        b'data: {"choices":\ndata: [{"delta":{"content":"hi"}}]}\n\n',
        b'data: {"choices":[{"delta":{"content":"hi"}}],"usage":null,"error":null,"timings":{"x":[1]}}\n\n',
        b'data:\n\n: ping\n\ndata: {"choices":[{"delta":{"content":"hi"}}]}\n\n',
        b'data: {"choices":[{"delta":{"refusal":"hi"}}]}\n\n',
    ],
    ids=["no space", "other fields", "two lines", "unknown members", "empty and comment", "refusal"],
)
def test_all_ways_to_write_an_event_are_understood(event: bytes) -> None:
    assert read(event, END)[0] == "hi"


@pytest.mark.parametrize("field", ["reasoning", "reasoning_content"])
def test_reasoning_is_not_shown(field: str) -> None:
    assert read(delta("scripted", **{field: "hmm", "content": None}), text("Yes."), END)[0] == "Yes."


@pytest.mark.parametrize(
    "choices", [b"[]", b"null", b'[{"delta":null}]', b'[{"delta":{}}]', b'[{"delta":{"content":""}}]']
)
def test_chunks_without_text_bring_none(choices: bytes) -> None:
    assert read(b'data: {"choices":' + choices + b"}\n\n", END)[0] == ""


def test_usage_may_leave_things_out() -> None:
    chunk = {"choices": [], "usage": {"prompt_tokens": 5, "completion_tokens": None, "prompt_tokens_details": None}}
    assert read(END, b"data: " + json.dumps(chunk).encode() + b"\n\n")[1].usage == Usage(prompt=5)


@pytest.mark.parametrize(
    ("said", "taken"), [(-1, 0), (2**63, 2**31 - 1), (10**400, 2**31 - 1)], ids=["<0", "64", "400"]
)
def test_counts_are_such_as_can_be_kept(said: int, taken: int) -> None:
    _, stream = read(END, count("scripted", said, said, said))
    assert stream.usage == Usage(taken, taken, taken)


@pytest.mark.parametrize("end", [END, DONE, DONE.rstrip(b"\n")], ids=["finish_reason", "[DONE]", "no last line end"])
def test_an_answer_is_whole_with_its_reason_to_end_or_done(end: bytes) -> None:
    said, stream = read(text("Yes."), end)
    assert (said, stream.problem) == ("Yes.", None)


@pytest.mark.parametrize(
    ("last", "problem"),
    [
        (b"", CutShort),
        (b'data: {"choices": [{"del', Nonsense),
        (b'data: {"choices": 7}\n\n', Nonsense),
        (b"data: <html>\n\n", Nonsense),
        (b'data: {"choices": [{"delta": {"content": "\xff"}}]}\n\n', Nonsense),
        (b'data: {"choices": [], "odd": ' + b"[" * 200_000 + b"\n\n", Nonsense),
        (b'data: {"error": ' + b"[" * 200_000 + b"\n\n", Nonsense),
        (b'data: {"error": {"message": "died"}}\n\n', Failure),
        (b'data: {"error": "died"}\n\n', Failure),
    ],
    ids=["nothing", "half", "odd type", "html", "no UTF-8", "deep", "deep error", "error object", "error string"],
)
def test_a_broken_end_takes_nothing_of_what_came_before(last: bytes, problem: type[Exception]) -> None:
    said, stream = read(text("Ye", "s.") + last)
    assert said == "Yes."
    assert isinstance(stream.problem, problem)


def test_a_line_that_never_ends_is_given_up() -> None:
    events = Events()
    with pytest.raises(Nonsense):
        for _ in range(LONGEST // 1000 + 1):
            list(events.feed(b"x" * 1000))


def test_signs_of_life_may_go_on_for_ever() -> None:
    events = Events()
    for _ in range(3):
        assert list(events.feed(b": ping\n\n" * (LONGEST // 16))) == []
