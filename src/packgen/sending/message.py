"""The bytes of an e-mail that is not sent yet, with files attached.

They are those that Python's `email` gives for the whole message (a test holds them to it). Subject, addresses and text
are written by it, the rest is put around them here: files are encoded once and for all drafts that carry them, and the
library takes many times as long over files and their names.
"""

import struct
from binascii import b2a_base64
from collections.abc import Iterable
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from functools import cache, lru_cache
from urllib.parse import quote

_BOUNDARY = "=_packgen_="
"""What parts the pieces of a draft: the same in all, for no line of ours or of base64 begins so."""

_KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar",
    "pdf": "application/pdf",
}

_VERSION = b"MIME-Version: 1.0\r\n"
_IS_MIXED = f'Content-Type: multipart/mixed; boundary="{_BOUNDARY}"\r\n'.encode()
_IS_TEXT = b'Content-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n'
_NEXT = f"\r\n--{_BOUNDARY}\r\n".encode()
_END = f"\r\n--{_BOUNDARY}--\r\n".encode()

_LINE = SMTP.max_line_length or 78
"""Letters that a line of a head may have."""
_LINE_BYTES, _LINE_LETTERS = 57, 76
"""So many bytes stand in a line of an encoded file, as so many letters."""
_LINES = struct.Struct(f"{_LINE_LETTERS}s" * 100)
_BLOCK = _LINE_BYTES * 100
_DISPOSITION = "Content-Disposition: attachment;"


def unsent(subject: str, body: str, to: tuple[str, ...], attached: Iterable[tuple[str, bytes]]) -> bytes:
    """Return the bytes of a message that opens as one to be sent. ``attached`` are files by name, `encoded`."""
    utf8 = not all(address.isascii() for address in to)
    policy = SMTP.clone(utf8=utf8)
    fields = [("X-Unsent", "1"), ("Subject", " ".join(subject.split())), *([("To", ", ".join(to))] if to else [])]
    start = b"".join(policy.fold_binary(*policy.header_store_parse(*one)) for one in fields)
    files = [piece for name, data in attached for piece in (_NEXT, _head(name, utf8=utf8), data)]
    if not files:
        return b"".join((start, _IS_TEXT, _VERSION, b"\r\n", _encoded_text(body)))
    return b"".join((start, _VERSION, _IS_MIXED, _NEXT, _IS_TEXT, b"\r\n", _encoded_text(body), *files, _END))


def _encoded_text(body: str) -> bytes:
    """Return a text as quoted-printable, in lines."""
    part = MIMEPart(SMTP)
    part.set_content(body + "\n", charset="utf-8", cte="quoted-printable")
    return str(part.get_payload()).replace("\n", "\r\n").encode()


def encoded(data: bytes) -> bytes:
    """Return a file in base64, in lines; a hundred at a time, for memory has them at hand."""
    pieces: list[bytes] = []
    last = len(data) - len(data) % _BLOCK
    for at in range(0, last, _BLOCK):
        pieces += (b"\r\n".join(_LINES.unpack(b2a_base64(data[at : at + _BLOCK], newline=False))), b"\r\n")
    rest = b2a_base64(data[last:], newline=False)
    for at in range(0, len(rest), _LINE_LETTERS):
        pieces += (rest[at : at + _LINE_LETTERS], b"\r\n")
    return b"".join(pieces)


def _head(name: str, *, utf8: bool) -> bytes:
    """Return the head of an attached file. Names of files have neither quotes nor marks of control in them."""
    before, after = _head_of(name.rpartition(".")[2])
    return before + _named(name, utf8=utf8).encode() + after


@cache
def _head_of(ending: str) -> tuple[bytes, bytes]:
    """Return the head of a file with this ending, before and after its name."""
    part = EmailMessage(SMTP)
    maintype, _, subtype = _KINDS[ending].partition("/")
    part.set_content(b"", maintype=maintype, subtype=subtype, filename="x")
    before, _, after = part.as_bytes().partition(b' filename="x"')
    return before, after


def _named(name: str, *, utf8: bool) -> str:
    """Return the words that name a file after ``Content-Disposition: attachment;``, in sections where it is long."""
    as_it_is = utf8 or name.isascii()
    whole = f'filename="{name}"' if as_it_is else f"filename*=utf-8''{quote(name, safe='')}"
    if len(_DISPOSITION) + 1 + len(whole) + (not as_it_is) <= _LINE:
        return f" {whole}"
    if 1 + len(whole) + 1 <= _LINE:
        return f"\r\n {whole}"
    return "\r\n" + ";\r\n".join(_sections(name, "utf-8" if utf8 or not as_it_is else "us-ascii"))


def _sections(name: str, charset: str) -> Iterable[str]:
    """Yield the lines of a name that is too long for one: as many letters in each as there is room for."""
    waiting = [_quoted(letter) for letter in name]
    line, number = f" filename*0*={charset}''", 0
    for letter in waiting:
        if len(line) + len(letter) >= _LINE:
            yield line
            number += 1
            line = f" filename*{number}*="
        line += letter
    yield line


@lru_cache(maxsize=2_000)
def _quoted(letter: str) -> str:
    return quote(letter, safe="")
