"""Who may ask, where, and how much at once."""

import asyncio

import pytest

from bot.access import NOT_HERE, NOT_YOU, Access, Spot
from bot.errors import SaidBefore, UsageError
from bot.nouns import Author
from tests.fakes.clock import in_no_time

ANA, BEN = Author("discord", "1", "Ana"), Author("discord", "2", "Ben")
DIRECT, THREAD = Spot(), Spot(("thread", "embedded", "hardware"), ("staff",))


def refused(access: Access, spot: Spot) -> str:
    """Return why nobody may ask there; empty: they may."""
    try:
        access.check(spot)
    except UsageError as refusal:
        return str(refusal)
    return ""


@pytest.mark.parametrize(
    ("access", "in_thread", "directly"),
    [
        (Access(), "", ""),
        (Access(channels=["embedded"]), "", NOT_HERE),
        (Access(channels=["hardware", "web"]), "", NOT_HERE),
        (Access(channels=["web"]), NOT_HERE, NOT_HERE),
        (Access(roles=["staff", "admin"]), "", NOT_YOU),
        (Access(roles=["admin"]), NOT_YOU, NOT_YOU),
        (Access(channels=["embedded"], roles=["admin"]), NOT_YOU, NOT_HERE),
    ],
)
def test_channels_and_roles_let_people_in(access: Access, in_thread: str, directly: str) -> None:
    assert (refused(access, THREAD), refused(access, DIRECT)) == (in_thread, directly)


def too_many(access: Access, author: Author) -> str:
    """Let somebody ask once too often; return what they are told."""
    with pytest.raises(UsageError) as refusal:
        access.admit(author, DIRECT)
    return str(refusal.value)


def told_before(access: Access, author: Author) -> bool:
    """Let somebody ask once too often; tell whether they were told so within a minute."""
    with pytest.raises(UsageError) as refusal:
        access.admit(author, DIRECT)
    return refusal.type is SaidBefore


def test_each_person_may_ask_so_many_times_a_minute() -> None:
    async def story() -> None:
        access = Access(a_minute=2)
        access.admit(ANA, DIRECT)
        await asyncio.sleep(20)
        access.admit(ANA, DIRECT)
        assert too_many(access, ANA) == ("You asked 2 questions within a minute. Wait 40 s, then send this one again.")
        access.admit(BEN, DIRECT)
        assert told_before(access, ANA)
        access.admit(Author("slack", ANA.id, "Ana"), DIRECT)
        await asyncio.sleep(39.9)
        assert "Wait 1 s" in too_many(access, ANA)
        assert told_before(access, ANA)
        await asyncio.sleep(0.1)
        access.admit(ANA, DIRECT)
        assert "Wait 20 s" in too_many(access, ANA)
        await asyncio.sleep(20)
        access.admit(ANA, DIRECT)
        assert not told_before(access, ANA), "a minute after they were told"
        assert told_before(access, ANA)

    in_no_time(story())


def test_what_is_refused_counts_for_nothing() -> None:
    async def story() -> None:
        access = Access(channels=["embedded"], a_minute=1)
        with pytest.raises(UsageError, match="not allowed"):
            access.admit(ANA, DIRECT)
        access.admit(ANA, THREAD)
        for _ in range(3):
            await asyncio.sleep(15)
            with pytest.raises(UsageError, match="within a minute"):
                access.admit(ANA, THREAD)
        await asyncio.sleep(15)
        access.admit(ANA, THREAD)

    in_no_time(story())
