"""ZIPs as people make them, and as nobody should."""

import io
import struct
import zipfile


def made(*files: tuple[str, bytes], **attributes: int) -> bytes:
    """Return a ZIP of files; ``attributes``: what each entry has."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name)
            entry.filename = name  # as it is, backslashes and all
            entry.compress_type = attributes.get("compress_type", zipfile.ZIP_DEFLATED)
            entry.external_attr = attributes.get("external_attr", 0o644 << 16)
            archive.writestr(entry, data)
    return buffer.getvalue()


def encrypted(data: bytes) -> bytes:
    """Return a ZIP whose one entry says that it is encrypted."""
    at = data.index(b"PK\1\2") + 8
    return data[:6] + b"\1\0" + data[8:at] + b"\1\0" + data[at + 2 :]


def says_size(data: bytes, size: int) -> bytes:
    """Return a ZIP whose one entry lies about how large it is unpacked."""
    at = data.index(b"PK\1\2") + 24
    return data[:22] + struct.pack("<I", size) + data[26:at] + struct.pack("<I", size) + data[at + 4 :]


def overlapping(times: int, size: int) -> bytes:
    """Return a ZIP whose entries are all the same bytes, so that it unpacks to many times of what is in it."""
    one = made(("a", b"\0" * size))
    start = one.index(b"PK\1\2")
    end = one.index(b"PK\5\6")
    entries = b"".join(
        one[start : start + 46] + name for number in range(times) if (name := bytes([97 + number % 26])) is not None
    )
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, times, times, len(entries), start, 0)
    return one[:start] + entries + tail if end else b""
