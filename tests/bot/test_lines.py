"""The connections to providers: how long each is kept."""

import pytest

from bot import metrics
from bot.errors import Refused
from bot.models import Provider
from bot.models.breaker import FAILURES
from bot.models.lines import Lines


def provider(name: str) -> Provider:
    return Provider(name, "http://127.0.0.1:9/v1")


async def test_of_what_people_brought_the_oldest_connections_are_closed() -> None:
    lines = Lines(most_brought=2)
    await lines.open(provider("gpu"))
    first, second = await lines.open(provider("laptop#1")), await lines.open(provider("laptop#2"))
    assert await lines.open(provider("laptop#1")) is first
    async with second.used():
        await lines.open(provider("laptop#3"))
        with pytest.raises(Refused, match="laptop is not there any more"):
            lines.get("laptop#2")
        assert not second.client.is_closed()
    assert second.client.is_closed()
    assert (lines.get("laptop#1"), lines.get("gpu").provider) == (first, provider("gpu"))
    await lines.keep(())
    assert lines.get("laptop#1") is first
    with pytest.raises(Refused):
        lines.get("gpu")
    await lines.close()


async def test_what_is_gone_rests_no_more_for_metrics() -> None:
    def resting(name: str) -> float:
        (family,) = metrics.RESTING.collect()
        return next(sample.value for sample in family.samples if sample.labels == {"provider": name})

    lines = Lines()
    for name in ("edited", "laptop#1", "phone#2"):
        line = await lines.open(provider(name))
        for _ in range(FAILURES):
            line.breaker.failed()
    assert (resting("edited"), resting("brought")) == (1, 2)
    await lines.open(Provider("edited", "http://127.0.0.1:10/v1"))
    await lines.open(Provider("laptop#1", "http://127.0.0.1:10/v1"))
    assert (resting("edited"), resting("brought")) == (0, 1)
    await lines.close()
