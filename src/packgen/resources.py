"""Where packgen's own words and looks lie: beside the source in a checkout, inside the package in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_INSTALLED = _PACKAGE / "_data"
_ROOT = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parents[1]

CONTENT = _ROOT / "content"
TEMPLATES = _ROOT / "templates"
