"""Modules that a submission imports: drawing does nothing, bars hand through, absent ones say so when used."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.support import failure_of, load, student_of, told


@pytest.fixture(autouse=True)
def no_stand_in_stays() -> Iterator[None]:
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        if name.partition(".")[0] in ("matplotlib", "seaborn", "tqdm", "kitelib", "google", "IPython", "mpl_toolkits"):
            del sys.modules[name]


DRAWN = {
    "pyplot": "import matplotlib.pyplot as plt\nplt.plot([1], [2], 'r-', label='J')\nplt.show()\n",
    "subplots": "from matplotlib import pyplot as plt\nfig, ax = plt.subplots()\nax.set_title('J')\n",
    "a grid of axes": "import matplotlib.pyplot as plt\nfig, axes = plt.subplots(2, 2)\naxes[0, 1].plot([1])\n",
    "three dimensions": "from mpl_toolkits.mplot3d import Axes3D\nimport pylab\npylab.figure().gca(projection='3d')\n",
    "a style": "import matplotlib\nmatplotlib.use('Agg')\nmatplotlib.rcParams['figure.dpi'] = 100\n",
    "seaborn": "import seaborn as sns\nwith sns.axes_style('white'):\n    sns.lineplot(x=[1], y=[2])\n",
    "a notebook's display": "from IPython.display import display\ndisplay('x')\n",
    "Colab": "from google.colab import drive\ndrive.mount('/content')\n",
}


@pytest.mark.parametrize("drawing", DRAWN.values(), ids=DRAWN)
def test_drawing_is_swallowed_at_the_top_and_in_a_function(drawing: str) -> None:
    student, reply = load(
        drawing + "def f(x):\n" + "".join(f"    {line}\n" for line in drawing.splitlines()) + "    return x\n"
    )
    assert (reply["notes"], reply["absent"]) == ([], [])
    assert student.f(3) == 3


BARS = {
    "tqdm": "from tqdm import tqdm\ndef f(n):\n    return [i for i in tqdm(range(n), desc='epoch')]\n",
    "trange": "from tqdm import trange\ndef f(n):\n    return [i for i in trange(n)]\n",
    "in a notebook": "from tqdm.notebook import tqdm\ndef f(n):\n    return list(tqdm(range(n)))\n",
    "auto": "from tqdm.auto import tqdm, trange\ndef f(n):\n    return list(trange(n))\n",
    "by its module": "import tqdm\ndef f(n):\n    return list(tqdm.tqdm(range(n)))\n",
    "a bar with words": (
        "from tqdm import tqdm\ndef f(n):\n    seen, bar = [], tqdm(range(n))\n    for i in bar:\n"
        "        bar.set_postfix(J=i)\n        bar.set_description('J')\n        seen.append(i)\n    return seen\n"
    ),
    "a bar moved by hand": (
        "from tqdm import tqdm\ndef f(n):\n    seen = []\n    with tqdm(total=n) as bar:\n"
        "        for i in range(n):\n            bar.update(1)\n            seen.append(i)\n    return seen\n"
    ),
}


@pytest.mark.parametrize("source", BARS.values(), ids=BARS)
def test_a_progress_bar_hands_through_what_it_wraps(source: str) -> None:
    assert student_of(source).f(3) == [0, 1, 2]


def test_an_absent_module_can_be_imported_and_says_so_when_used() -> None:
    student, reply = load(
        "import kitelib as kl\nfrom kitelib.wind import gust\n"
        "def f(x):\n    return x + 1\ndef g(x):\n    return gust(x)\ndef h(x):\n    return kl.wind.calm(x)\n"
    )
    assert (reply["notes"], reply["absent"]) == ([], ["kitelib"])
    assert student.f(1) == 2
    for function in (student.g, student.h):
        assert "ModuleNotFoundError: No module named 'kitelib'" in told(failure_of(function, 1))


def test_an_import_inside_a_function_says_so_too() -> None:
    failure = failure_of(student_of("def f(x):\n    import kitelib\n    return kitelib.fly(x)\n").f, 1)
    assert failure.detail["type"] == "ModuleNotFoundError"


READY = {
    "ImportError": "except ImportError:",
    "ModuleNotFoundError": "except (NameError, ModuleNotFoundError) as gone:",
    "anything": "except Exception:",
    "bare": "except:",
}


@pytest.mark.parametrize("handler", READY.values(), ids=READY)
def test_a_try_that_is_ready_for_an_absent_module_goes_its_own_way(handler: str) -> None:
    guarded = f"try:\n    from kitelib.wind import gust\n{handler}\n    def gust(x):\n        return x + 1\n"
    student, reply = load(guarded + "def f(x):\n    return gust(x)\n")
    assert (student.f(2), reply["absent"], reply["notes"]) == (3, [], [])


def test_a_try_that_is_ready_for_something_else_finds_the_stand_in() -> None:
    student, reply = load("try:\n    import kitelib\nexcept ValueError:\n    pass\ndef f(x):\n    return x\n")
    assert (student.f(2), reply["absent"]) == (2, ["kitelib"])


def test_a_part_that_a_module_of_pythons_own_does_not_have_is_absent() -> None:
    _, reply = load("import json.kites\n")
    assert [note["type"] for note in reply["notes"]] == ["ModuleNotFoundError"]


def test_a_library_still_finds_out_that_its_optional_module_is_absent(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = f"{tmp_path}/kiteshop.py"
    with open(library, "w") as file:
        file.write("try:\n    import kitelib\nexcept ModuleNotFoundError:\n    kitelib = None\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    student, reply = load("import kiteshop\ndef f():\n    return kiteshop.kitelib\n")
    assert student.f() is None
    assert reply["absent"] == []
    del sys.modules["kiteshop"]


def test_on_a_laptop_no_stand_in_is_left_behind() -> None:
    load("import kitelib\nimport kitelib.wind\n", quiet=False)
    assert not [name for name in sys.modules if name.startswith("kitelib")]


def test_a_trusted_solution_leaves_no_silent_drawing_behind_either() -> None:
    before = set(sys.modules)  # other tests of this process may have drawn for real
    student_of("import seaborn\ndef f(x):\n    import matplotlib.pyplot\n    return x\n").f(1)
    assert not {"seaborn", "matplotlib", "matplotlib.pyplot"} & (set(sys.modules) - before)


def test_finders_are_in_place_only_while_the_students_code_runs() -> None:
    before = list(sys.meta_path)
    student_of("def f(x):\n    return x\n").f(1)
    assert sys.meta_path == before
