"""The code keeps its rules, and the wheel that people install carries all that it needs."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SITE_PACKAGES = Path(pytest.__file__).parents[1]


def run(*command: str, folder: Path = ROOT, **environment: str) -> str:
    """Run a program and return what it says; fail with that when it does not succeed."""
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_ruff_finds_nothing():
    run(sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format", "concise")


def test_the_code_is_formatted():
    run(sys.executable, "-m", "ruff", "format", "--no-cache", "--check")


def test_mypy_finds_nothing():
    run(sys.executable, "-m", "mypy")


# ---------------------------------------------------------------- the wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = (sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(folder), str(ROOT))
    run(*command, folder=folder, PIP_NO_INDEX="1")  # from elsewhere: here, «build» is our own build.py
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_all_content_and_templates(wheel: Path):
    inside = set(zipfile.ZipFile(wheel).namelist())
    for kind in ("content", "templates"):
        own = {
            p.relative_to(ROOT).as_posix()
            for p in (ROOT / kind).rglob("*")
            if p.is_file() and "__pycache__" not in p.parts
        }
        assert {f"packgen/_data/{name}" for name in own} - inside == set()
    assert not [name for name in inside if name.startswith(("tests", "examples", "output"))]


@pytest.fixture(scope="module")
def packgen(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program as it is installed in an empty environment; what it depends on is lent from this one."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    bin_folder = folder / ("Scripts" if os.name == "nt" else "bin")
    python = str(bin_folder / ("python.exe" if os.name == "nt" else "python"))
    target = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    (target / "lent.pth").write_text(str(SITE_PACKAGES), "utf-8")
    install = ("install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check", str(wheel))
    run(sys.executable, "-m", "pip", "--python", python, *install)
    return bin_folder / ("packgen.exe" if os.name == "nt" else "packgen")


def test_the_installed_program_is_the_wheel_and_not_the_checkout(packgen: Path):
    python = packgen.with_name("python.exe" if os.name == "nt" else "python")
    where = run(str(python), "-c", "from packgen import resources; print(resources.CONTENT)", folder=packgen.parent)
    assert "_data" in where
    assert str(ROOT / "content") not in where


def test_the_installed_program_makes_a_pack(packgen: Path, tmp_path: Path):
    run(str(packgen), "build", str(copied_example(tmp_path)), "--out", str(tmp_path / "ut"), folder=tmp_path)
    made = sorted(p.suffix for p in (tmp_path / "ut").rglob("*.*x"))
    assert {".docx", ".pptx", ".xlsx"} == set(made)
    assert len(made) > 20


def copied_example(folder: Path) -> Path:
    """A copy of Seljord: a build notes in the municipality's folder what was released."""
    copy = folder / "seljord"
    copy.mkdir()
    for path in (ROOT / "examples" / "seljord").glob("*.*"):
        (copy / path.name).write_bytes(path.read_bytes())
    return copy
