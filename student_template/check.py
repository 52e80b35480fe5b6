"""Check your work, offline: ``python check.py``, ``python check.py QUESTION --hint``, ``python check.py --help``."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

if sys.version_info < (3, 10):  # noqa: UP036 - a student's Python may be older
    sys.exit("Python 3.10 or newer is needed / Se necesita Python 3.10 o más nuevo.")
for stream in (sys.stdout, sys.stderr):
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")  # a console that knows few letters shows a question mark instead

try:
    from autograder.laptop import main
except ModuleNotFoundError as missing:
    if str(missing.name).partition(".")[0] == "autograder":
        sys.exit(
            "The folder 'autograder' is missing or damaged: unpack the kit again. / "
            "Falta la carpeta 'autograder' o está dañada: descomprime de nuevo el paquete."
        )
    sys.exit(f"{missing.name} is not installed / no está instalado: python -m pip install -r requirements.txt")

if __name__ == "__main__":
    sys.exit(main(HERE, sys.argv[1:]))
