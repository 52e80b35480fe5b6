"""Check your work, offline: ``python check.py``, ``python check.py QUESTION --hint``, ``python check.py --help``."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

try:
    from autograder.laptop import main
except ModuleNotFoundError as missing:
    if missing.name in ("autograder", "autograder.laptop"):
        sys.exit(
            "The folder 'autograder' is missing beside check.py: unpack the kit again. / Falta la carpeta 'autograder'."
        )
    sys.exit(f"{missing.name} is not installed / no está instalado: python -m pip install -r requirements.txt")

if __name__ == "__main__":
    sys.exit(main(HERE, sys.argv[1:]))
