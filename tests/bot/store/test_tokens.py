"""Tokens, receipts and links: secrets are never kept, and what they stand for is."""

from dataclasses import replace

from bot.nouns import Author, Snippet
from bot.store import Store
from bot.store.snippets import Viewer
from tests.bot.store.world import ANN, DAY, NO_SUCH, World

HER = Viewer(ANN, "T1")
CODE = Snippet("", "retry", "python", "def retry(): ...", ANN, workspace="T1")


async def test_a_token_acts_as_its_person_until_it_is_revoked(store: Store, other: Store, world: World) -> None:
    token, secret = await store.tokens.add(ANN, "T1", ("snippets:read",), "her editor")
    assert secret.startswith("cs_")
    assert len(secret) > 40
    found = await other.tokens.find(secret)
    assert found is not None
    assert (found.author, found.workspace, found.scopes) == (ANN, "T1", ("snippets:read",))
    assert secret not in world.run("SELECT * FROM token")
    assert await store.tokens.find(secret[:-1]) is None
    assert await store.tokens.find("cs_\ud800") is None
    assert await store.tokens.revoke(NO_SUCH) is None
    revoked = await store.tokens.revoke(token.id)
    assert revoked is not None
    assert revoked.label == "her editor"
    assert await other.tokens.find(secret) is None
    assert await store.tokens.all() == []


async def test_when_it_was_used_is_noted_once_a_minute(store: Store, world: World) -> None:
    token, secret = await store.tokens.add(ANN, "T1", ("snippets:read",))
    assert token.used == 0
    await store.tokens.find(secret)
    first = (await store.tokens.all())[0].used
    assert abs(first - token.at) < 30
    await store.tokens.find(secret)
    assert (await store.tokens.all())[0].used == first
    world.run("UPDATE token SET used = used - 61")
    await store.tokens.find(secret)
    assert (await store.tokens.all())[0].used >= first


async def test_a_request_has_its_key_for_a_day(store: Store, other: Store, world: World) -> None:
    assert await store.receipts.claim(HER, "k", "d1") == ("d1", "")
    await store.receipts.note(HER, "k", "s-1")
    assert await other.receipts.claim(HER, "k", "d2") == ("d1", "s-1")
    assert await store.receipts.claim(replace(HER, workspace="T2"), "k", "d2") == ("d2", "")
    assert await store.receipts.claim(Viewer(Author("web", "u2", "Bob"), "T1"), "k", "d3") == ("d3", "")
    world.run(f"UPDATE receipt SET at = at - {DAY + 1}")
    assert await store.receipts.claim(HER, "k", "d2") == ("d2", "")


async def test_a_link_leads_to_its_snippet_until_it_expires_or_is_revoked(store: Store, world: World) -> None:
    (kept,) = await store.snippets.keep([CODE])
    assert await store.links.make(HER, "s-none", 60) is None
    first = await store.links.make(HER, kept.key, 3600)
    second = await store.links.make(HER, kept.key, 3600)
    assert first is not None
    assert second is not None
    link, secret = first
    assert 3500 < link.until - link.at < 3700
    assert [each.id for each in await store.links.of(HER, kept.key)] == [link.id, second[0].id]
    assert secret not in world.run("SELECT * FROM snippet_link")
    assert await store.links.open(secret) == (kept, False)
    assert await store.links.open("made up") is None
    assert await store.links.revoke(HER, kept.key, "%") == 0
    assert await store.links.revoke(Viewer(Author("web", "u2", "Bob"), "T1"), kept.key, link.id) == 0
    assert await store.links.revoke(HER, kept.key, link.id) == 1
    assert await store.links.open(secret) is None
    world.run("UPDATE snippet_link SET until = until - 3700")
    assert await store.links.open(second[1]) == (kept, True)
    assert await store.links.of(HER, kept.key) == []


async def test_a_link_is_gone_with_its_snippet(store: Store) -> None:
    (kept,) = await store.snippets.keep([CODE])
    made = await store.links.make(HER, kept.key, 3600)
    assert made is not None
    await store.snippets.delete(HER, kept.key)
    opened = await store.links.open(made[1])
    assert opened is not None
    assert opened[0].deleted
    await store.snippets.remove(HER, kept.key)
    assert await store.links.open(made[1]) is None
