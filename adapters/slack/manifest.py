"""The app's manifest, as `code-supporter slack manifest` prints it: for Socket Mode, or for an operator's address.

``manifest.yaml`` is the one for Socket Mode. Its comments hold the rest: a line with ``#socket`` behind it is left out
for HTTP, one with ``#http`` before it is taken in, and one with ``#install`` before it wherever there is an address.
"""

import re
from pathlib import Path

_FILE = Path(__file__).with_name("manifest.yaml")


def write_manifest(public_url: str = "", *, http: bool = False) -> str:
    """Return the manifest as YAML. ``http`` needs ``public_url``, where Slack reaches this service."""
    return "".join(_lines(public_url, http))


def scopes() -> list[str]:
    """Return the scopes that the app asks for."""
    listed = re.search(r"^    bot:\n((?:      - .*\n)+)", _FILE.read_text(encoding="utf-8"), re.MULTILINE)
    return re.findall(r"- ([\w:.]+)", listed[1]) if listed else []


def _lines(public_url: str, http: bool) -> list[str]:
    lines = []
    for line in _FILE.read_text(encoding="utf-8").splitlines(keepends=True):
        kept = line.replace("#install ", "", 1) if public_url else line
        kept = kept.replace("#http ", "", 1) if http else kept
        if kept.lstrip().startswith("#") or (http and "#socket" in kept):
            continue
        lines.append(kept.replace("  #socket", "").replace("PUBLIC_URL", public_url))
    return lines
