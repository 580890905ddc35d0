"""Draws shares with their intervals as an SVG picture, without any library."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from evals.stats import Estimate

WIDTH = 720
_LEFT = 190
_RIGHT = 120
_ROW = 34
_TOP = 56
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of the picture."""

    label: str
    share: Estimate
    colour: str = "#4c78a8"


def svg(title: str, bars: Sequence[Bar]) -> str:
    """Draw a bar for each share, from 0 to 100 %, with its interval as a whisker and its figures beside it."""
    height = _TOP + _ROW * len(bars) + 30
    rows = "\n".join(_row(bar, _TOP + _ROW * at) for at, bar in enumerate(bars))
    grid = "\n".join(_tick(tick, height) for tick in _TICKS)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        f' font-family="sans-serif" font-size="13" role="img" aria-label="{escape(title)}">\n'
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>\n'
        f'<text x="16" y="28" font-size="16" font-weight="bold">{escape(title)}</text>\n{grid}\n{rows}\n</svg>\n'
    )


def _row(bar: Bar, top: int) -> str:
    share, middle = bar.share, top + _ROW // 2
    figures = f"{share.value:.0%} ({share.low:.0%} to {share.high:.0%})"
    return (
        f'<text x="{_LEFT - 10}" y="{middle + 5}" text-anchor="end">{escape(bar.label)}</text>'
        f'<rect x="{_LEFT}" y="{top + 7}" width="{_x(share.value) - _LEFT:.1f}" height="{_ROW - 14}"'
        f' fill="{escape(bar.colour)}"/>'
        f'<path d="M{_x(share.low):.1f} {middle}H{_x(share.high):.1f}M{_x(share.low):.1f} {middle - 5}v10'
        f'M{_x(share.high):.1f} {middle - 5}v10" stroke="black" stroke-width="1.5" fill="none"/>'
        f'<text x="{WIDTH - _RIGHT + 8}" y="{middle + 5}" font-size="12">{figures}</text>'
    )


def _tick(share: float, height: int) -> str:
    return (
        f'<path d="M{_x(share):.1f} {_TOP}V{height - 24}" stroke="#ddd"/>'
        f'<text x="{_x(share):.1f}" y="{height - 8}" text-anchor="middle" fill="#555">{share:.0%}</text>'
    )


def _x(share: float) -> float:
    return _LEFT + (WIDTH - _LEFT - _RIGHT) * share
