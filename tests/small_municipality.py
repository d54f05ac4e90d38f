"""A small invented municipality in a folder, for tests that run the whole line."""

from pathlib import Path

HEAD = "Id;Enhet;Overordnet;Tjeneste;Målform;Inviterte;Svar;" + ";".join(str(n) for n in range(1, 11))
SETTINGS = """\
schema: 1
name: Prøvevik kommune
language: nb
rounds:
  - id: 2026
    limit: 5
    results: resultater.csv
"""
MEANS = "4,2;4,2;4,3;4,2;3,9;4,1;3,7;4,3;4,1;4,6"
HIDDEN_MEANS = "1,7;1,7;1,7;1,7;1,7;1,7;1,7;1,7;1,7;1,7"


def write(folder: Path, *, settings: str = SETTINGS, rows: tuple[str, ...] | None = None) -> Path:
    """Write a municipality of three units below its root, of which «Lillevik» (3 answers) is too small to show."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "municipality.yaml").write_text(settings, "utf-8")
    default = (
        f"provevik;Prøvevik kommune;;;bokmål;60;41;{MEANS}",
        f"skolen;Øvre skole;provevik;Grunnskole;bokmål;24;20;{MEANS}",
        f"heimen;Solheimen;provevik;Sykehjem;nynorsk;20;16;{MEANS}",
        f"lillevik;Lillevik;provevik;Kultur;bokmål;4;3;{HIDDEN_MEANS}",
    )
    (folder / "resultater.csv").write_text("\n".join((HEAD, *(default if rows is None else rows))) + "\n", "utf-8")
    return folder
