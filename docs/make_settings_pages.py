"""Write the pages that explain every setting: `python docs/make_settings_pages.py`."""

from pathlib import Path

from packgen import settings_page
from packgen.content import texts
from packgen.model import Language
from packgen.resources import CONTENT

PAGES: dict[Language, str] = {"nb": "innstillinger.md", "nn": "innstillingar.md"}

for language, name in PAGES.items():
    found = texts.load(CONTENT, language).value
    if found is not None:
        (Path(__file__).parent / name).write_text(settings_page.make(found), encoding="utf-8", newline="\n")
