"""E-mail drafts of a unit: one ``.eml`` file for each audience, in the unit's written standard.

A draft opens in the mail program as a message that is not sent yet (``X-Unsent``). It has no date, no sender and no id:
those are the mail program's to give, and without them the same input gives the same bytes.
"""

from collections.abc import Iterable
from email.message import EmailMessage
from email.policy import SMTP

from packgen import compose, filenames
from packgen.content.texts import Texts
from packgen.files import Made
from packgen.model import Edition, Unit
from packgen.packs import view_of
from packgen.sending.audiences import AUDIENCES, addresses, documents_for, draft_id
from packgen.surveys import Gathered
from packgen.wording import Words

_BOUNDARY = "=_packgen_="
"""What parts the pieces of a draft: the same in all, for no line of ours or of base64 begins so."""

_KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar",
    "pdf": "application/pdf",
}


def drafts(gathered: Gathered, unit: Unit, words: Words, pack: Iterable[Made]) -> tuple[Made, ...]:
    """Return the unit's drafts; none when only some documents were asked for, for a draft speaks of them all."""
    if gathered.documents:
        return ()
    view = view_of(gathered, unit, Edition.STAFF)
    words = gathered.words_of(unit, words)
    texts = words.texts[view.language]
    said = compose.scene(texts, words.minutes, {m.id: m for m in words.makeups}, view).words
    files = tuple(pack)
    return tuple(_draft(gathered, unit, audience, words, said, files, texts) for audience in AUDIENCES)


def _draft(
    gathered: Gathered,
    unit: Unit,
    audience: Edition,
    words: Words,
    said: compose.Words,
    pack: tuple[Made, ...],
    texts: Texts,
) -> Made:
    before = gathered.now.results is None
    wanted = documents_for(audience, words.makeups, before=before)
    files = tuple(made for made in pack if made.document in wanted and not made.large_print)
    key = f"emails.{'staff_before' if before and audience is Edition.STAFF else audience.value}"
    documents = dict.fromkeys(made.document for made in files)  # a form is one document in two files
    listed = "\n".join(f"- {said.string(f'documents.{document}.name')}" for document in documents)
    body = said.having(files=listed).string(f"{key}.body")
    attached = files if gathered.municipality.drafts_attach else ()
    name = draft_id(audience)
    parts = (texts.node(f"documents.{name}.file"), unit.name, gathered.now.round.id)
    folder = texts.node(f"documents.editions.{audience.value}.folder")
    return Made(
        path=f"{filenames.unit_folder(unit.id)}/{folder}/{filenames.file_name(parts, 'eml')}",
        data=_message(said.string(f"{key}.subject"), body, addresses(audience, unit), attached),
        unit=unit.id,
        document=name,
        edition=audience.value,
        language=texts.language,
        shows=tuple(sorted({shown for made in attached for shown in made.shows})),
        distribution=max((made.distribution for made in attached), default=0),
    )


def _message(subject: str, body: str, to: tuple[str, ...], attached: Iterable[Made]) -> bytes:
    """Return the bytes of a message that is not sent yet."""
    message = EmailMessage(SMTP.clone(utf8=not all(address.isascii() for address in to)))
    message["X-Unsent"] = "1"
    message["Subject"] = " ".join(subject.split())
    if to:
        message["To"] = ", ".join(to)
    message.set_content(body + "\n", charset="utf-8", cte="quoted-printable")
    for made in attached:
        maintype, _, subtype = _KINDS[made.path.rpartition(".")[2]].partition("/")
        message.add_attachment(made.data, maintype=maintype, subtype=subtype, filename=_name(made))
    if message.is_multipart():
        message.set_boundary(_BOUNDARY)
    return message.as_bytes()


def _name(made: Made) -> str:
    return made.path.rpartition("/")[2]
