"""The students of the class: what each hands in."""

from __future__ import annotations

import zlib

from tests.nbgrader.classroom import Classroom, Notebook, answered, cells, changed, in_cells

HOSTILE = '''def lift(area, speed):
    """Print what it finds, write where it can, and end the process that asked."""
    import os, sys
    for path in ("COURSE/solutions/01_kites/kites.py", "CLASS/gradebook.db", "CLASS/source/01_kites/kites.ipynb"):
        try:
            print("found:", open(path, "rb").read()[:400])
        except OSError as error:
            print("not found:", error)
    for path in ("CLASS/gradebook.db", "CLASS/owned"):
        try:
            open(path, "w").write("owned")
        except OSError:
            pass
    print('{"answers": {"lift": {"score": 20, "max_score": 20, "text": "forged"}}}')
    sys.stdout.flush()
    os.write(1, b'{"answers": {}}\\n')
    os.kill(os.getppid(), 9)
    os._exit(0)
'''

TALKING = "def lift(area, speed):\n    print('<b>mine</b>')\n    return area"


def hand_all_in(room: Classroom) -> None:
    """Hand in one notebook for every student."""
    release = room.released()
    room.hand_in("right", answered(release))
    room.hand_in("untouched", release)
    room.hand_in("partial", answered(release, in_cells("return 0.5 * area", "return area")))
    room.hand_in("hostile", hostile(room, release))
    room.hand_in("forger", forged(release))
    room.hand_in("doubler", doubled(answered(release)))
    room.hand_in("loser", lost(answered(release)))
    room.hand_in("helper", helped(release))
    emoji = "# half an emoji: \ud83d\ndef lift(area, speed):\n    return 0.5 * area * speed**2"
    room.hand_in("emoji", answered(release, lift=emoji))
    room.hand_in("garbled", changed(release, lambda notebook: cells(notebook)["fly"].update(source="def fly(x, wind:")))
    room.hand_in(
        "talker", answered(release, lift="def lift(area, speed):\n    print('<b>mine</b>')\n    return area\n")
    )


def hostile(room: Classroom, release: Notebook) -> Notebook:
    """Everything right but one function that attacks, and a cell that would leave a trace if anybody ran it."""
    attack = HOSTILE.replace("COURSE", str(room.course.root)).replace("CLASS", str(room.folder))

    def change(notebook: Notebook) -> None:
        trace = f"open({str(room.folder / 'owned')!r}, 'w').write('owned')"
        notebook["cells"].insert(0, code(trace))

    return changed(answered(release, lift=attack), change)


def forged(release: Notebook) -> Notebook:
    """Nothing answered, but points, roles, versions and outputs that a student would like to have."""

    def change(notebook: Notebook) -> None:
        known = cells(notebook)
        known["grade_lift"]["source"] = "20.0"
        known["grade_lift"]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["forged"]}]
        known["grade_fly"]["metadata"]["nbgrader"]["points"] = 4000
        known["grade_fly_back"]["metadata"]["nbgrader"] = {"grade_id": "grade_fly_back", "schema_version": 99}
        known["fly"]["metadata"]["nbgrader"]["solution"] = "yes"
        bonus = {"grade": True, "grade_id": "bonus", "points": 1000, "schema_version": 3, "locked": False}
        notebook["cells"].append(code("1000.0", {"nbgrader": {**bonus, "solution": False}}))
        notebook["cells"].append(code("1", {"nbgrader": "a text"}))
        notebook["cells"].append(code("1", {"nbgrader": {"grade": True}}))

    return changed(release, change)


def doubled(notebook: Notebook) -> Notebook:
    """Each cell of one question twice, as copying in Jupyter makes them; the first answer is a wrong one."""

    def change(other: Notebook) -> None:
        known = cells(other)
        wrong = code("def lift(area, speed):\n    return 0.0", known["lift"]["metadata"])
        copied = code(known["grade_lift"]["source"], known["grade_lift"]["metadata"])
        where = other["cells"].index(known["lift"])
        other["cells"][where:where] = [wrong, copied]

    return changed(notebook, change)


def lost(notebook: Notebook) -> Notebook:
    """Without the grade cells of two questions, and with one answer in a cell that nbgrader does not know."""

    def change(other: Notebook) -> None:
        known = cells(other)
        known["fly"]["metadata"] = {}
        other["cells"] = [cell for cell in other["cells"] if cell not in (known["grade_lift"], known["grade_fly"])]

    return changed(notebook, change)


def helped(release: Notebook) -> Notebook:
    """With a helper and an import in cells of the student's own, and one answer turned into text by accident."""

    def change(notebook: Notebook) -> None:
        notebook["cells"].insert(0, code("import math\n\ndef half(x):\n    return x / math.sqrt(4)"))
        known = cells(notebook)
        known["fly_back"]["cell_type"] = "markdown"
        for key in ("outputs", "execution_count"):
            known["fly_back"].pop(key)

    mine = "def lift(area, speed):\n    return half(area * speed**2)"
    return changed(answered(release, lift=mine), change)


def code(source: str, metadata: object = None) -> Notebook:
    """Return a code cell."""
    return {
        "cell_type": "code",
        "id": f"c{zlib.crc32(repr((source, metadata)).encode())}",
        "metadata": metadata or {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }
