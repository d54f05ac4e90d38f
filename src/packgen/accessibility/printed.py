"""What a finished PDF tells of itself: whether it is tagged, its language and its title."""

import ctypes
from collections.abc import Iterator

import pypdfium2
from pypdfium2 import raw

from packgen.accessibility.language import LANGUAGES
from packgen.problems import Place, Problem, error, warning


def check(data: bytes, file: str) -> Iterator[Problem]:
    """Yield what a screen reader lacks in a PDF: tags, one of the two written standards, a title."""
    place = Place(file=file)
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        yield error("accessibility.pdf_broken", place)
        return
    try:
        if not raw.FPDFCatalog_IsTagged(pdf):
            yield warning("accessibility.pdf_not_tagged", place)
        if _language(pdf) not in LANGUAGES:
            yield warning("accessibility.pdf_without_language", place, language=_language(pdf) or "–")
        if not pdf.get_metadata_value("Title").strip():
            yield warning("accessibility.pdf_without_title", place)
    finally:
        pdf.close()


def _language(pdf: pypdfium2.PdfDocument) -> str:
    size = raw.FPDFCatalog_GetLanguage(pdf, None, 0)
    found = (raw.FPDF_WCHAR * (size // 2 + 1))()
    raw.FPDFCatalog_GetLanguage(pdf, found, size)
    return ctypes.string_at(found, size).decode("utf-16-le", errors="replace").strip("\0")
