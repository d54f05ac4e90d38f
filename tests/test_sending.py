"""Handing out: who gets which file, drafts that carry them, and nobody who gets what they may not see."""

import email
import io
from dataclasses import replace
from email.policy import default

import openpyxl
import pytest
from invented import MUNICIPALITY, TREE, gathered, looks, results, words

from packgen import filenames, sending
from packgen.content import makeup
from packgen.files import Entry, Made, digest
from packgen.model import Edition, Unit
from packgen.packs import make_pack, make_shared
from packgen.sending.audiences import addresses, documents_for


def pack_of(unit: str = "lang", **more) -> tuple[Made, ...]:
    given = replace(gathered(results()), **more)
    return make_pack(given, given.now.tree.get(unit), words(), looks())


def drafts_of(unit: str = "lang", **more) -> dict[str, Made]:
    given = replace(gathered(results()), **more)
    found = given.now.tree.get(unit)
    made = sending.drafts(given, found, words(), make_pack(given, found, words(), looks()))
    return {one.document: one for one in made}


def message(made: Made) -> email.message.EmailMessage:
    return email.message_from_bytes(made.data, policy=default)


def attached(made: Made) -> dict[str, bytes]:
    return {part.get_filename(): part.get_payload(decode=True) for part in message(made).iter_attachments()}


def entry(made: Made) -> Entry:
    return Entry(made.path, made.unit, made.document, made.edition, made.language, digest(made.data), 1, (), 0)


def test_each_audience_gets_a_draft_in_its_own_folder():
    made = drafts_of()
    assert {one.document: one.path.split("/")[1] for one in made.values()} == {
        "email_leader": "leder",
        "email_representatives": "tv-vo",
        "email_staff": "alle",
    }


def test_a_draft_is_not_sent_and_has_no_sender_date_or_id():
    for made in drafts_of().values():
        found = message(made)
        assert found["X-Unsent"] == "1"
        assert {"From", "Date", "Message-ID"}.isdisjoint(found.keys())


def test_the_leaders_draft_carries_the_whole_pack_byte_for_byte():
    pack = pack_of()
    assert attached(drafts_of()["email_leader"]) == {made.path.split("/")[-1]: made.data for made in pack}


def test_staff_get_only_what_all_may_see():
    editions = {made.path.split("/")[-1]: made.edition for made in pack_of()}
    names = attached(drafts_of()["email_staff"])
    assert names
    assert {editions[name] for name in names} == {"staff"}
    assert drafts_of()["email_staff"].distribution == 0


def test_before_the_results_staff_get_the_letter_and_later_the_invitation():
    early = gathered(None)
    unit = early.now.tree.get("lang")
    pack = make_pack(early, unit, words(), looks())
    before = {one.document: one for one in sending.drafts(early, unit, words(), pack)}["email_staff"]
    assert [name.split(" - ")[0] for name in attached(before)] == ["Brev før undersøkelsen"]
    assert "kvarter" in message(before).get_body().get_content()
    after = [name.split(" - ")[0] for name in attached(drafts_of()["email_staff"])]
    assert after == ["Innkalling til avdelingsmøte 1", "Resultatark"]


def test_representatives_get_the_distributions_but_nothing_of_the_leaders_own():
    pack = pack_of()
    editions = {made.path.split("/")[-1]: made.edition for made in pack}
    found = drafts_of()["email_representatives"]
    assert {editions[name] for name in attached(found)} == {"staff", "representatives"}
    assert found.distribution == 5


def test_the_body_names_every_document_that_is_attached():
    for made in drafts_of().values():
        lines = message(made).get_body().get_content().splitlines()
        listed = [line for line in lines if line.startswith("- ")]
        documents = {name.rpartition(".")[0] for name in attached(made)}  # a form comes in Word and in Excel
        assert len(listed) == len(documents) > 0


def test_drafts_without_files_name_them_all_the_same():
    found = drafts_of(municipality=replace(MUNICIPALITY, drafts_attach=False))["email_staff"]
    assert attached(found) == {}
    assert "- Innkalling" in message(found).get_content()
    assert "- Resultatark" in message(found).get_content()
    assert found.shows == ()


def test_a_draft_goes_to_the_addresses_of_the_unit_list():
    unit = Unit(
        "x",
        "X",
        leader_email="a@x.example",
        representative_email="b@x.example; c@x.example",
        safety_email="b@x.example",
    )
    assert addresses(Edition.LEADER, unit) == ("a@x.example",)
    assert addresses(Edition.REPRESENTATIVES, unit) == ("b@x.example", "c@x.example")
    assert addresses(Edition.STAFF, unit) == ()


def test_an_address_stands_in_the_head_of_the_draft():
    tree = replace(TREE, units=tuple(replace(u, leader_email="leder@provevik.example") for u in TREE.units))
    given = gathered(results())
    made = drafts_of(now=replace(given.now, tree=tree))["email_leader"]
    assert message(made)["To"] == "leder@provevik.example"


def test_an_address_with_letters_beyond_ascii_can_be_written():
    tree = replace(TREE, units=tuple(replace(u, leader_email="kåre@bømlo.example") for u in TREE.units))
    made = drafts_of(now=replace(gathered(results()).now, tree=tree))["email_leader"]
    assert "kåre@bømlo.example".encode() in made.data


def test_the_same_pack_gives_the_same_draft():
    assert {k: v.data for k, v in drafts_of().items()} == {k: v.data for k, v in drafts_of().items()}


def test_a_nynorsk_unit_gets_its_drafts_in_nynorsk():
    body = message(drafts_of("heimen")["email_staff"]).get_body().get_content()
    assert "Venleg helsing" in body


def test_a_hidden_units_draft_holds_no_figure_of_its_own():
    made = drafts_of("natt")["email_leader"]
    assert "natt" not in made.shows


def test_no_drafts_are_made_when_only_some_documents_are():
    assert drafts_of(documents=("handbook",)) == {}


def by_unit(entries):
    known = tuple(entries)
    return lambda unit: [one for one in known if one.unit == unit]


def test_with_very_many_units_the_list_has_no_row_for_each_file(monkeypatch):
    monkeypatch.setattr("packgen.sending.listing.MOST_WITH_FILES", 3)
    listed = sending.make_list(gathered(results()), words(), by_unit(entry(made) for made in pack_of()))
    assert openpyxl.load_workbook(io.BytesIO(listed.data)).sheetnames == ["Mottakere"]


def test_the_list_has_a_row_for_every_file_that_somebody_gets():
    given = gathered(results())
    pack = pack_of()
    listed = sending.make_list(given, words(), by_unit(entry(made) for made in (*pack, *drafts_of().values())))
    book = openpyxl.load_workbook(io.BytesIO(listed.data))
    rows = [[cell.value for cell in row] for row in book["Filer"].iter_rows(min_row=2)]
    by_audience = {}
    for row in rows:
        by_audience.setdefault(row[1], set()).add(row[4])
    wanted = {
        a: {m.path for m in pack if m.document in documents_for(a, words().makeups, before=False)} for a in Edition
    }
    assert by_audience["leder"] == wanted[Edition.LEADER] == {m.path for m in pack}
    assert by_audience["tillitsvalgt og verneombud"] == wanted[Edition.REPRESENTATIVES]
    assert by_audience["alle i enheten"] == wanted[Edition.STAFF]
    assert [row[4].value for row in book["Mottakere"].iter_rows(min_row=2)] == [len(v) for v in wanted_in_order(wanted)]


def wanted_in_order(wanted: dict[Edition, set[str]]) -> list[set[str]]:
    return [wanted[a] for a in (Edition.LEADER, Edition.REPRESENTATIVES, Edition.STAFF)]


def test_a_name_that_looks_like_a_formula_stays_a_name():
    tree = replace(TREE, units=tuple(replace(u, name="=1+1") if u.id == "lang" else u for u in TREE.units))
    given = replace(gathered(results()), now=replace(gathered(results()).now, tree=tree))
    listed = sending.make_list(given, words(), by_unit(entry(made) for made in pack_of()))
    cell = openpyxl.load_workbook(io.BytesIO(listed.data))["Filer"]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_what_all_share_is_made_once_in_each_written_standard():
    made = make_shared(gathered(results()), words(), looks())
    documents = {m.id for m in words().makeups if m.scope == "municipality"}
    assert documents
    assert {(one.language, one.document) for one in made} == {(lang, d) for lang in ("nb", "nn") for d in documents}
    assert len({one.path for one in made}) == len(made)
    assert {one.path.split("/")[0] for one in made} == {"felles"}
    assert {one.path.split("/")[1] for one in made} == {"bokmål", "nynorsk"}


@pytest.mark.parametrize("edition", ["leader", "representatives"])
def test_a_document_may_not_be_sent_to_somebody_who_may_not_see_it(tmp_path, edition):
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "x.yaml").write_text(
        f"schema: 1\nid: x\nmedium: word\nedition: {edition}\nphase: analysis\norder: 1\nsend_to: [staff]\nparts: []\n"
    )
    (problem,) = makeup.load(tmp_path).problems
    assert (problem.code, problem.place.line) == ("content.may_not_get", 7)


def test_a_unit_gets_the_documents_of_its_own_form_of_the_meetings():
    for form, deck in (("two_meetings", "meeting_one"), ("shifts", "shift_one"), ("video", "video_one")):
        given = gathered(results())
        unit = replace(given.now.tree.get("lang"), meeting_form=form)
        made = {one.document for one in make_pack(given, unit, words(), looks())}
        assert deck in made
        assert len(made & {"meeting_one", "shift_one", "video_one", "small_one", "long_meeting"}) == 1


def test_a_unit_called_as_a_folder_of_ours_has_a_folder_of_its_own():
    assert filenames.unit_folder("felles") == "felles-"
    assert filenames.unit_folder("skolen") == "skolen"
