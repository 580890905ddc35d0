"""Which addresses may be connected to: what people bring must lead to nowhere inside."""

import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

import httpx2

_URL = re.compile(r"https?://(\[[0-9a-fA-F:]+\]|[^/@?#:\[\]\s]+)(:\d{1,5})?(/[^@?#\s]*)?")
_PORTS = {"http": 80, "https": 443}
_NAT64 = ip_network("64:ff9b::/96")
_METADATA = frozenset({"fd00:ec2::254", "100.100.100.200", "168.63.129.16", "192.0.0.192"})
"""Where clouds tell a machine its secrets, beside the link-local 169.254.169.254: AWS, Alibaba, Azure, Oracle."""

Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses that may be connected to."""

    inside: bool = False
    """Also those of private networks and this machine: an admin named the origin."""
    loopback: bool = False
    """Also those of this machine alone."""

    def let(self, text: str) -> bool:
        """Tell whether an IP address may be connected to; metadata, link-local and multicast ones never may."""
        address = _unwrap(ip_address(text.partition("%")[0]))
        if str(address) in _METADATA or address.is_link_local or address.is_multicast or address.is_unspecified:
            return False
        if address.is_loopback:
            return self.inside or self.loopback
        return address.is_global or self.inside


def is_url(text: str) -> bool:
    """Tell whether this is the URL of a model server: http or https, without a name, a question or a fragment."""
    try:
        httpx2.URL(text)  # knows which hosts can't be, as 1.2.3.999
        return bool(_URL.fullmatch(text)) and urlsplit(text).port != 0
    except (httpx2.InvalidURL, ValueError):  # ValueError: the port is beyond 65535, or no address stands in brackets
        return False


def origin(url: str) -> str:
    """Return scheme, host and port of a URL, the same for all ways to write them."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}:{parts.port or _PORTS.get(parts.scheme, 0)}"


def as_address(host: str) -> str:
    """Return the IP address that a host is, in whichever of the ways that a system takes; empty: it is a name."""
    try:
        return str(ip_address(host.strip("[]")))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host))  # 2130706433, 0x7f.1 and 127.1
    except (OSError, UnicodeError):
        return ""


def _unwrap(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 one leads to, where it is such a one."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None) or address
