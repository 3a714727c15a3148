"""The parts of an office document, which is a ZIP archive of XML files, opened within bounds."""

import io
import lzma
import zipfile
import zlib
from pathlib import Path

from lxml import etree

from graphbuild.errors import EncryptedError, TooLargeError, UnreadableError

MAX_UNPACKED = 200_000_000
"""Bytes that a part may unpack to: the text of the largest real documents takes a tenth of it."""
MAX_PARTS = 20_000
_LOCKED = b"\xd0\xcf\x11\xe0"
"""What an OLE file begins with: an encrypted Office document, or one of the formats before 2007."""
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, ValueError, NotImplementedError, EOFError,
)  # fmt: skip
"""What the zip library raises for bytes that are no archive, or a broken one."""


def archive(data: bytes, path: Path) -> zipfile.ZipFile:
    """Open an archive; raises `EncryptedError`, `TooLargeError` or `UnreadableError`."""
    if data.startswith(_LOCKED):
        raise EncryptedError(
            f"{path}: it is locked with a password, or in the format of Word before 2007. "
            "Save it without password as .docx."
        )
    try:
        opened = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGED as error:
        raise UnreadableError(
            f"{path}: this is no {path.suffix} file, or it is damaged ({error}). "
            "Open it in a word processor and save it again."
        ) from error
    if len(opened.infolist()) > MAX_PARTS:
        raise TooLargeError(f"{path}: more than {MAX_PARTS:,} parts in it. Save it again, or leave it out.")
    return opened


def part(opened: zipfile.ZipFile, name: str, path: Path) -> etree._Element | None:
    """An XML part by its name, None where there is none.

    No entity is expanded and nothing is fetched (OWASP: XML external entities). Raises `TooLargeError`,
    `EncryptedError` or `UnreadableError`.
    """
    try:
        info = opened.getinfo(name)
    except KeyError:
        return None
    if info.flag_bits & 1:
        raise EncryptedError(f"{path}: it is locked with a password. Save it without one.")
    try:
        with opened.open(info) as stream:
            data = stream.read(MAX_UNPACKED + 1)
    except _DAMAGED as error:
        raise UnreadableError(
            f"{path}: the part {name} of it is damaged ({error}). Save it again with a word processor."
        ) from error
    if len(data) > MAX_UNPACKED:
        raise TooLargeError(
            f"{path}: the part {name} of it unpacks to more than {MAX_UNPACKED / 1e6:.0f} MB. Leave it out."
        )
    return parsed(data, name, path)


def parsed(data: bytes, name: str, path: Path) -> etree._Element:
    """XML as a tree, within bounds; raises `UnreadableError` where it is none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(
            f"{path}: the part {name} of it is no sound XML ({error}). Save it again with a word processor."
        ) from error
