"""The bytes of a draft are those that Python's own library gives, whatever files are called and whoever gets it."""

import email
from email.message import EmailMessage
from email.policy import SMTP, default

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packgen import filenames
from packgen.sending import message

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar",
    "pdf": "application/pdf",
}
ADDRESSES = (
    "leder@provevik.example", "kåre@bømlo.example", "a.b@x.example", f"avdelingsleder@{'x' * 50}.example",
    '"Leder, avdeling" <l@x.example>',
)  # fmt: skip
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp"))
WORDS = st.one_of(
    st.text(LETTERS, min_size=1, max_size=90),
    st.text("abcdefgh -.;='()æøå", min_size=1, max_size=110),
    st.text("abc d", min_size=1, max_size=110),
).filter(lambda words: bool(words.strip()))
FILES = st.tuples(
    st.builds(filenames.file_name, st.tuples(st.text("Håndbok ", max_size=12), WORDS, st.just("2026")),
              st.sampled_from(sorted(KINDS))),
    st.one_of(st.binary(max_size=130), st.integers(5_600, 5_800).map(lambda size: b"\xff" * size)),
)  # fmt: skip


def by_the_library(subject: str, body: str, to: tuple[str, ...], attached: list[tuple[str, bytes]]) -> bytes:
    made = EmailMessage(SMTP.clone(utf8=not all(address.isascii() for address in to)))
    made["X-Unsent"] = "1"
    made["Subject"] = " ".join(subject.split())
    if to:
        made["To"] = ", ".join(to)
    made.set_content(body + "\n", charset="utf-8", cte="quoted-printable")
    for name, data in attached:
        maintype, _, subtype = KINDS[name.rpartition(".")[2]].partition("/")
        made.add_attachment(data, maintype=maintype, subtype=subtype, filename=name)
    if attached:
        made.set_boundary("=_packgen_=")
    return made.as_bytes()


def by_us(subject: str, body: str, to: tuple[str, ...], attached: list[tuple[str, bytes]]) -> bytes:
    return message.unsent(subject, body, to, [(name, message.encoded(data)) for name, data in attached])


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    WORDS,
    st.lists(st.one_of(WORDS, st.just("--=_packgen_="), st.just("")), max_size=6).map("\n".join),
    st.lists(st.sampled_from(ADDRESSES), max_size=5, unique=True).map(tuple),
    st.lists(FILES, max_size=3),
)
def test_a_draft_has_the_bytes_that_the_library_gives_it(subject, body, to, attached):
    assert by_us(subject, body, to, attached) == by_the_library(subject, body, to, attached)


@pytest.mark.parametrize("to", [(), ("kåre@bømlo.example",)])
@pytest.mark.parametrize("letter", ["a", "å", "\U0001f600", "-"])
def test_a_name_of_any_length_has_the_lines_that_the_library_gives_it(letter, to):
    for length in range(108):
        attached = [(f"x{letter * length}y.ics", b"")]
        assert by_us("a", "b", to, attached) == by_the_library("a", "b", to, attached), length


def test_what_is_attached_is_read_back_with_its_name():
    name, data = f"Håndbok - {'Æ' * 60} - 2026.docx", bytes(range(256)) * 60
    made = email.message_from_bytes(by_us("Emne", "Hei", (), [(name, data)]), policy=default)
    (part,) = made.iter_attachments()
    assert (part.get_filename(), part.get_payload(decode=True)) == (name, data)
