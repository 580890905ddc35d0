"""Money: what an answer costs, and how that is written."""

from typing import TYPE_CHECKING

from bot.nouns import Usage

if TYPE_CHECKING:
    from bot.models import Price

DOLLAR = 1_000_000
"""Millionths, in which money is kept."""


def cost(taken: Usage, price: "Price | None") -> int | None:
    """Return what tokens cost, in millionths of a dollar; None where there is no price."""
    if price is None:
        return None
    cached = min(taken.cached, taken.prompt)
    of_cached = price.input if price.cached is None else price.cached
    # A price in dollars for a million tokens is one in millionths of a dollar for each.
    return round((taken.prompt - cached) * price.input + cached * of_cached + taken.completion * price.output)


def dollars(cost: int) -> str:
    """Write an amount for people: whole cents from a dollar on, else the first two figures that are not zero."""
    if cost >= DOLLAR or not cost:
        return f"${cost / DOLLAR:,.2f}"
    places = 2
    while round(cost / DOLLAR, places) < 10 ** (1 - places) and places < 6:
        places += 1
    return f"${cost / DOLLAR:.{places}f}"
