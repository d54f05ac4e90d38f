"""E-mail drafts of a unit: one ``.eml`` file for each audience, in the unit's written standard.

A draft opens in the mail program as a message that is not sent yet (``X-Unsent``). It has no date, no sender and no id:
those are the mail program's to give, and without them the same input gives the same bytes.
"""

from collections.abc import Iterable, Mapping

from packgen import filenames
from packgen.compose.words import Words as Said
from packgen.compose.words import words_of
from packgen.content.texts import Texts
from packgen.files import Made
from packgen.model import Edition, Unit
from packgen.packs import view_of
from packgen.sending import message
from packgen.sending.audiences import AUDIENCES, addresses, documents_for, draft_id
from packgen.surveys import Gathered
from packgen.wording import Words


def drafts(gathered: Gathered, unit: Unit, words: Words, pack: Iterable[Made]) -> tuple[Made, ...]:
    """Return the unit's drafts; none when only some documents were asked for, for a draft speaks of them all."""
    if gathered.documents:
        return ()
    view = view_of(gathered, unit, Edition.STAFF)
    words = gathered.words_of(unit, words)
    texts = words.texts[view.language]
    said = words_of(texts, words.minutes, view)
    files = tuple(pack)
    attached = files if gathered.municipality.drafts_attach else ()
    encoded = {made.path: message.encoded(made.data) for made in attached if not made.large_print}
    return tuple(_draft(gathered, unit, audience, words, said, files, encoded, texts) for audience in AUDIENCES)


def _draft(
    gathered: Gathered,
    unit: Unit,
    audience: Edition,
    words: Words,
    said: Said,
    pack: tuple[Made, ...],
    encoded: Mapping[str, bytes],
    texts: Texts,
) -> Made:
    """Return one audience's draft. ``encoded`` are the files that may be attached, by their paths."""
    before = gathered.now.results is None
    wanted = documents_for(audience, words.makeups, before=before)
    files = tuple(made for made in pack if made.document in wanted and not made.large_print)
    key = f"emails.{'staff_before' if before and audience is Edition.STAFF else audience.value}"
    documents = dict.fromkeys(made.document for made in files)  # a form is one document in two files
    listed = "\n".join(f"- {said.string(f'documents.{document}.name')}" for document in documents)
    body = said.having(files=listed).string(f"{key}.body")
    attached = tuple(made for made in files if made.path in encoded)
    carried = [(_name(made), encoded[made.path]) for made in attached]
    name = draft_id(audience)
    parts = (texts.node(f"documents.{name}.file"), unit.name, gathered.now.round.id)
    folder = texts.node(f"documents.editions.{audience.value}.folder")
    return Made(
        path=f"{filenames.unit_folder(unit.id)}/{folder}/{filenames.file_name(parts, 'eml')}",
        data=message.unsent(said.string(f"{key}.subject"), body, addresses(audience, unit), carried),
        unit=unit.id,
        document=name,
        edition=audience.value,
        language=texts.language,
        shows=tuple(sorted({shown for made in attached for shown in made.shows})),
        distribution=max((made.distribution for made in attached), default=0),
    )


def _name(made: Made) -> str:
    return made.path.rpartition("/")[2]
