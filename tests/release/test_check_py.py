"""check.py as students use it: asked wrongly, watched, as a page, in an old kit, on a poor console."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from autograder.release.folder import write_kit, zip_folder
from autograder.release.kit import material
from tests import tiny
from tests.release.handed_out import check_py, tiny_course

pytestmark = pytest.mark.one_python  # slow, and nothing in it depends on the version


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the kit of kites in both languages. For reading only."""
    root = tmp_path_factory.mktemp("course")
    course = tiny_course(root)
    assignment = course.assignment("kites")
    for lang in ("es", "en"):
        write_kit(course, assignment, lang, root / "kits" / lang / assignment.name, material(course, assignment))
    return root / "kits"


@pytest.fixture
def kit(made: Path, tmp_path: Path) -> Path:
    """A Spanish kit of one's own."""
    return Path(shutil.copytree(made / "es/01_kites", tmp_path / "here/01_kites"))


def write_answer(kit: Path, text: str) -> None:
    (kit / "kites.py").write_text(text, encoding="utf-8")


def edit(kit: Path, **changes: object) -> None:
    content = json.loads((kit / "kit.json").read_text(encoding="utf-8"))
    (kit / "kit.json").write_text(json.dumps({**content, **changes}), encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["glide"], "No hay ninguna pregunta llamada glide; hay: lift, fly, fly_back."),
        (["--hnt"], "check.py no entiende «--hnt»"),
        (["--lang", "fr"], "check.py no entiende «--lang fr»"),
        (["--report"], "check.py no entiende «--report»"),
        (["--reset", "glide"], "No hay ninguna pregunta llamada glide"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_it_does_not_know_is_said_in_one_sentence(kit: Path, arguments: list[str], told: str) -> None:
    answer = check_py(kit, *arguments)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert told in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1


def test_help_is_in_the_language_of_the_kit(made: Path) -> None:
    spanish, english = (check_py(made / lang / "01_kites", "--help").stdout for lang in ("es", "en"))
    for option in ("--hint", "--watch", "--report", "--reset", "--file", "--lang"):
        assert option in spanish and option in english
    assert "show" not in spanish and "usage" not in spanish
    assert "mostrar" not in english


def test_the_report_is_one_page_that_asks_nobody_for_anything(kit: Path) -> None:
    write_answer(kit, tiny.rejected("no_half"))
    answer = check_py(kit, "--report", "page.html")
    assert answer.returncode == 0, answer.stderr
    assert "Reporte: page.html" in answer.stdout
    page = (kit / "page.html").read_text(encoding="utf-8")
    assert "<title>Retroalimentación: Cometas</title>" in page
    assert '<html lang="es">' in page and "default-src 'none'" in page
    assert "http" not in page.replace("http-equiv", "").replace("http://www.w3.org/2000/svg", "")
    assert "Falta la mitad" in page and "FALLA" in page and "BIEN" in page
    assert "pruebas ocultas se ejecutan al calificar" in page
    assert check_py(kit, "--report", "page.html").returncode == 0  # its own page may be written again


def test_a_report_never_replaces_work(kit: Path) -> None:
    before = (kit / "kites.py").read_bytes()
    answer = check_py(kit, "--report", "kites.py")
    assert answer.returncode == 2
    assert "kites.py no es un reporte nuestro" in answer.stderr
    assert (kit / "kites.py").read_bytes() == before
    assert "no/where.html" in check_py(kit, "--report", "no/where.html").stderr


def test_a_newer_kit_beside_it_is_told_as_a_folder_and_as_a_zip(kit: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(kit, kit.parent / "01_kites (1)"))
    assert "Aviso" not in check_py(kit).stdout
    edit(other, made="2031-01-01")
    said = check_py(kit).stdout.strip().splitlines()[-1]
    assert said.startswith("Aviso: 01_kites (1) es un paquete más nuevo") and "2031-01-01" in said
    assert "Aviso" not in check_py(other).stdout
    zip_folder(other, kit.parent / "01_kites (2).zip")
    shutil.rmtree(other)
    assert "Aviso: 01_kites (2).zip es un paquete más nuevo" in check_py(kit).stdout
    (kit.parent / "01_kites (3).zip").write_bytes(b"PK no zip at all")
    assert check_py(kit).returncode == 0


def test_changed_files_of_the_kit_are_told_and_the_own_file_is_not_among_them(kit: Path) -> None:
    write_answer(kit, tiny.REFERENCE)
    tests = kit / "test_kites.py"
    tests.write_bytes(tests.read_bytes().replace(b"\n", b"\r\n"))  # what git on Windows does is no change
    assert "Aviso" not in check_py(kit).stdout
    tests.write_text(tests.read_text(encoding="utf-8").replace("9.0", "8.0"), encoding="utf-8")
    assert "Aviso: hay cambios en test_kites.py" in check_py(kit).stdout


def test_a_console_that_knows_few_letters_shows_question_marks(kit: Path) -> None:
    answer = check_py(kit, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert answer.returncode == 0, answer.stderr
    assert "puntos p?blicos" in answer.stdout


def test_a_reader_that_has_seen_enough_sees_no_traceback(kit: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        answer = subprocess.run(
            [sys.executable, "check.py"], cwd=kit, stdout=write, stderr=subprocess.PIPE, check=False
        )
    finally:
        os.close(write)
    assert (answer.returncode, answer.stderr) == (0, b"")


def test_a_notebook_can_be_checked_by_its_name(kit: Path) -> None:
    cell = {"cell_type": "code", "source": tiny.REFERENCE, "metadata": {}, "outputs": [], "execution_count": None}
    (kit / "mine.ipynb").write_text(
        json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8"
    )
    answer = check_py(kit, "--file", "mine.ipynb")
    assert "Pasan 4 de 4 pruebas" in answer.stdout


@pytest.mark.parametrize(
    ("encoding", "ending"),
    [("utf-8-sig", "\n"), ("cp1252", "\r\n")],
    ids=["with a byte order mark", "of an old Windows"],
)
def test_reset_reads_a_file_as_the_grader_does(kit: Path, encoding: str, ending: str) -> None:
    saved = ("# calculé\n" + tiny.REFERENCE).replace("\n", ending).encode(encoding)
    (kit / "kites.py").write_bytes(saved)
    answer = check_py(kit, "--reset", "lift")
    assert answer.stdout.startswith("lift volvió a la plantilla."), answer.stderr
    assert (kit / "kites.before-reset-1.py").read_bytes() == saved
    text = (kit / "kites.py").read_text(encoding="utf-8")
    assert text.startswith("# calculé\n") and 'raise NotImplementedError("lift")' in text


def test_reset_without_a_file_or_of_a_broken_one_says_so(kit: Path) -> None:
    write_answer(kit, "def lift(:\n")
    assert check_py(kit, "--reset", "lift").stderr.startswith("Python no puede leer la línea 1 de tu archivo")
    (kit / "kites.py").unlink()
    answer = check_py(kit, "--reset", "lift")
    assert (answer.returncode, answer.stderr) == (
        1,
        "No existe el archivo kites.py; revisa el nombre y la carpeta.\n",
    )


def test_a_folder_is_no_file_to_check(kit: Path) -> None:
    assert check_py(kit, "--file", ".").stderr == ". es una carpeta; indica el archivo con tus funciones.\n"


IMPATIENT = """
import runpy, signal, sys
import autograder.laptop.patience

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs do not hear Ctrl+C
autograder.laptop.patience.SECONDS = 1
sys.argv = ["check.py"]
runpy.run_path("check.py", run_name="__main__")
"""


def test_an_endless_loop_is_told_and_ctrl_c_shows_its_line(kit: Path) -> None:
    write_answer(kit, tiny.edited(tiny.REFERENCE, ("def lift(", "def lift(*_):\n    while True: pass\ndef lifted(")))
    environment = {**os.environ, "PYTHONPATH": "", "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", IMPATIENT]
    with subprocess.Popen(
        command, cwd=kit, stdout=-1, stderr=-1, text=True, encoding="utf-8", env=environment
    ) as checking:
        net = threading.Timer(120, checking.kill)
        net.start()
        said = []
        assert checking.stderr is not None and checking.stdout is not None
        for line in checking.stderr:
            said.append(line)
            checking.send_signal(signal.SIGINT)
        told = checking.stdout.read()
        net.cancel()
    assert said[0].startswith("Las pruebas llevan 1 s. Si una de tus funciones no va a terminar, detenla")
    assert "Traceback" not in "".join(said)
    assert "lift lanzó KeyboardInterrupt (la detuviste con Ctrl+C" in told
    assert "en lift: while True: pass" in told


LOOPING = ("return 0.5 * area * speed**2", "while True: pass")


def test_one_question_is_checked_without_running_the_others(kit: Path) -> None:
    write_answer(kit, tiny.edited(tiny.REFERENCE, LOOPING))
    told = check_py(kit, "fly_back").stdout
    assert told.startswith("fly_back: 24 de 24 puntos públicos")


def test_watch_checks_at_once_and_after_each_save_even_when_the_last_check_never_ended(kit: Path) -> None:
    pytest.importorskip("watchfiles")
    write_answer(kit, tiny.edited(tiny.STUB, ('raise NotImplementedError("lift")', "while True: pass")))
    watching = subprocess.Popen(
        [sys.executable, "check.py", "lift", "--watch"],
        cwd=kit,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"},
        start_new_session=True,
    )
    net = threading.Timer(240, watching.kill)
    net.start()
    lines: list[str] = []
    try:
        assert watching.stdout is not None
        for line in watching.stdout:
            lines.append(line)
            if line.startswith("---") and sum(text.startswith("---") for text in lines) == 1:
                write_answer(kit, tiny.STUB)
            elif "Pasan 0 de 1" in line:
                write_answer(kit, tiny.REFERENCE)
            elif "Pasan 1 de 1" in line:
                break
        os.killpg(watching.pid, signal.SIGINT)  # as Ctrl+C does: everyone in the terminal's group
        watching.wait(timeout=60)
    finally:
        net.cancel()
        if watching.poll() is None:
            os.killpg(watching.pid, signal.SIGKILL)
        watching.communicate()
    assert lines[0] == "Vigilando kites.py: guárdalo y se revisa otra vez. Ctrl+C para terminar.\n"
    assert "Pasan 1 de 1" in lines[-1]
    assert "Traceback" not in "".join(lines)


def test_without_watchfiles_watch_says_what_to_install(kit: Path) -> None:
    (kit / "watchfiles.py").write_text("raise ModuleNotFoundError('no', name='watchfiles')\n", encoding="utf-8")
    answer = check_py(kit, "--watch")
    assert (answer.returncode, answer.stderr.strip()) == (
        2,
        "--watch necesita watchfiles: python -m pip install watchfiles",
    )


def test_plain_pytest_speaks_the_language_of_the_kit(made: Path, tmp_path: Path) -> None:
    for lang, told in (("es", "Valor distinto del esperado"), ("en", "is not the expected one")):
        kit = Path(shutil.copytree(made / lang / "01_kites", tmp_path / lang))
        write_answer(kit, tiny.rejected("no_half"))
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        answer = subprocess.run(command, cwd=kit, capture_output=True, text=True, encoding="utf-8", check=False)
        assert told in answer.stdout, answer.stdout
        assert "1 failed" in answer.stdout


def test_a_library_that_is_not_installed_is_named_in_the_language_of_the_kit(made: Path, tmp_path: Path) -> None:
    for lang, told in (("es", "Aquí falta instalar zephyr,"), ("en", "This assignment needs zephyr,")):
        kit = Path(shutil.copytree(made / lang / "01_kites", tmp_path / lang))
        edit(kit, requires=["numpy", "zephyr"])
        (kit / "test_kites.py").write_text("import zephyr\n", encoding="utf-8")
        answer = check_py(kit)
        assert (answer.returncode, answer.stdout) == (2, "")
        assert answer.stderr.startswith(told)
        plain = subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"],
            cwd=kit,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert told in plain.stdout + plain.stderr and "INTERNALERROR" not in plain.stdout + plain.stderr
        assert answer.stderr.endswith(": python -m pip install -r requirements.txt\n")
