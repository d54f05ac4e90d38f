"""LibreOffice is started seldom, ended when it hangs, and one file that it cannot do costs only its own PDF."""

import json
import time
from hashlib import sha256
from pathlib import Path

import pypdfium2
import pytest
import tools
from invented import pack
from played_office import install, is_running, log, needs_posix

from packgen import messages, office, resources

pytestmark = needs_posix


@pytest.fixture
def program(tmp_path: Path) -> str:
    return install(tmp_path)


def starts(program: str) -> list[int]:
    """Return how many files each start took."""
    return [json.loads(line)[0] for line in log(program)]


def said(number: int, **others: bytes) -> dict[str, bytes]:
    """Return so many files that convert, but for those that are told otherwise by their number."""
    told = {int(name.removeprefix("n")): data for name, data in others.items()}
    return {f"u/{n}.docx": told.get(n, f"content {n}".encode()) for n in range(number)}


def test_many_files_are_converted_by_few_starts_and_keep_their_names_and_order(program: str):
    outcome = office.to_pdf(said(130), program)
    assert outcome.problems == ()
    assert list(outcome.value or {}) == list(said(130))
    assert sha256(b"content 129").hexdigest().encode() in (outcome.value or {})["u/129.docx"]
    assert starts(program) == [60, 60, 10]


def test_documents_and_slides_with_one_stem_are_two_files(program: str):
    outcome = office.to_pdf({"a.docx": b"letter", "a.pptx": b"slides"}, program)
    for name, data in (("a.docx", b"letter"), ("a.pptx", b"slides")):
        assert sha256(data).hexdigest().encode() in (outcome.value or {})[name]


@pytest.mark.parametrize("fault", [b"crash", b"skip", b"cut off"])
def test_a_file_that_fails_is_named_and_all_others_are_converted(fault: bytes, program: str):
    outcome = office.to_pdf(said(40, n0=fault, n17=fault, n39=fault), program)
    assert [(p.code, p.place.file, p.is_error) for p in outcome.problems] == [
        ("office.not_converted", f"u/{n}.docx", False) for n in (0, 17, 39)
    ]
    assert len(outcome.value or {}) == 37
    assert len(starts(program)) < 25


def test_a_file_that_hangs_is_ended_with_all_that_it_started_and_named(program: str):
    started = time.monotonic()
    outcome = office.to_pdf(said(9, n4=b"hang"), program, seconds=0.5)
    assert [p.place.file for p in outcome.problems] == ["u/4.docx"]
    assert len(outcome.value or {}) == 8
    assert time.monotonic() - started < 20
    assert not is_running(int(Path(program).with_suffix(".child").read_text()))


def test_a_slow_file_is_waited_for_as_long_as_others_come(program: str):
    outcome = office.to_pdf({f"{n}.docx": b"slow" for n in range(8)}, program, seconds=1)
    assert outcome.problems == ()
    assert starts(program) == [8]


def test_a_libreoffice_that_makes_nothing_of_anything_is_one_error_soon(program: str):
    Path(program).with_suffix(".broken").touch()
    outcome = office.to_pdf(said(60), program)
    assert [(p.code, p.place.file) for p in outcome.problems] == [("office.makes_nothing", program)]
    assert outcome.value is None
    assert len(starts(program)) == office.STARTS


def test_no_files_start_nothing(program: str):
    assert office.to_pdf({}, program).value == {}
    assert log(program) == []


def test_hidden_slides_are_left_out_unless_they_are_asked_for(program: str):
    for hidden in (False, True):
        office.to_pdf({"a.pptx": b"a"}, program, hidden_slides=hidden)
    first, second = (json.loads(line)[1] for line in log(program))
    assert '"ExportHiddenSlides":{"type":"boolean","value":"false"}' in first
    assert '"ExportHiddenSlides":{"type":"boolean","value":"true"}' in second


def test_libreoffice_is_found_on_the_path_then_where_installers_put_it(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert office.find() == program
    monkeypatch.setenv("PATH", str(tmp_path / "elsewhere"))
    monkeypatch.setattr(office, "_USUAL", (tmp_path / "no", Path(program)))
    assert office.find() == program
    monkeypatch.setattr(office, "_USUAL", ())
    assert office.find() is None


@pytest.mark.parametrize("tongue", ["nb", "nn", "en"])
def test_a_missing_libreoffice_is_told_with_where_to_get_it(tongue: messages.Tongue):
    hint = messages.load(resources.CONTENT, tongue).tell(office.is_missing()).hint
    assert "libreoffice.org" in hint
    assert "apt install libreoffice-writer libreoffice-impress" in hint


@pytest.mark.office("soffice")
def test_libreoffice_itself_makes_the_same_tagged_pdf_each_time():
    made = pack("everything", "nb")
    files = {f"{name}{Path(made[name].path).suffix}": made[name].data for name in ("meeting_one", "run_sheet_one")}
    first = office.to_pdf(files, str(tools.soffice())).value or {}
    time.sleep(1)  # the clock in a PDF counts seconds
    again = office.to_pdf({"run_sheet_one.docx": files["run_sheet_one.docx"]}, str(tools.soffice())).value or {}
    assert again["run_sheet_one.docx"] == first["run_sheet_one.docx"]
    assert all(b"/StructTreeRoot" in pdf and b"D:19800101000000" in pdf for pdf in first.values())
    hidden = office.to_pdf(files, str(tools.soffice()), hidden_slides=True).value or {}
    assert pages(first["meeting_one.pptx"]) < pages(hidden["meeting_one.pptx"])


def pages(pdf: bytes) -> int:
    return len(pypdfium2.PdfDocument(pdf))
