"""The noun of a course: what stands where, and what a wrong file says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder.course import Course, open_course
from autograder.settings import AssignmentSettings, CourseError, CourseSettings, read_settings
from tests import tiny


def test_assignments_are_discovered_in_order(course: Course) -> None:
    assert [assignment.name for assignment in course.assignments] == ["01_kites", "02_boats"]
    assert [question.id for question in course.assignments[0].questions] == ["lift", "fly", "fly_back"]
    assert course.assignments[0].max_score == 100


def test_a_new_folder_with_settings_is_an_assignment(own_course: Course) -> None:
    tiny.write(own_course.root / "assignments/10_rafts/assignment.toml", tiny.ASSIGNMENT)
    tiny.write(own_course.root / "assignments/notes/notes.txt", "no settings, no assignment")
    names = [assignment.name for assignment in open_course(own_course.root).assignments]
    assert names == ["01_kites", "02_boats", "10_rafts"]


@pytest.mark.parametrize("name", ["01_kites", "kites", "01", "assignments/01_kites", "./assignments/01_kites/"])
def test_an_assignment_is_found_by_any_of_its_names(name: str, course: Course) -> None:
    assert course.assignment(name).name == "01_kites"


@pytest.mark.parametrize("name", ["", "kite", "1", "KITES", "03_kites"])
def test_another_name_lists_those_there_are(name: str, course: Course) -> None:
    with pytest.raises(CourseError, match="there are: 01_kites, 02_boats"):
        course.assignment(name)


def test_the_two_halves_mirror_each_other(course: Course) -> None:
    kites = course.assignment("kites")
    files = (kites.stub, kites.reference, kites.public_tests, kites.hidden_tests)
    assert all(file.is_file() for file in files)
    public, secret = course.root / "assignments" / "01_kites", course.solutions / "01_kites"
    assert [file.parent for file in files] == [public, secret, public, secret]
    assert [path.stem for path in kites.variants("rejected")] == sorted(tiny.REJECTED)
    assert kites.variants("accepted") == []


def test_titles_and_hints_come_from_both_halves(course: Course) -> None:
    kites = course.assignment("kites")
    assert kites.check_title("test_the_flight", "es") == "El vuelo es correcto para seis cometas"
    assert kites.check_title("test_three_kites_fly", "es") == "El vuelo es correcto para tres cometas"
    assert kites.check_title("test_the_flight", "en") is None
    assert kites.hint("no_half", "en") == "The half is missing: lift is half of the area times the speed squared."
    assert kites.hint("unheard_of", "en") is None


def test_the_nearest_course_above_is_found(own_course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(own_course.root / "solutions" / "01_kites" / "rejected")
    assert open_course().root == own_course.root
    assert open_course().solutions == own_course.root / "solutions"


def test_the_secret_half_may_stand_elsewhere(own_course: Course, tmp_path: Path) -> None:
    (own_course.root / "solutions").rename(tmp_path / "private")
    moved = open_course(own_course.root, tmp_path / "private")
    assert moved.secret_salt == "secret salt of the tiny course"
    assert moved.assignment("kites").reference.is_file()
    assert moved.cache.parent == own_course.root


def test_where_there_is_no_course_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CourseError, match="go to its folder or give --course DIR"):
        open_course()
    with pytest.raises(CourseError, match=f"There is no course in {tmp_path}"):
        open_course(tmp_path)


WRONG = {
    "an unknown key": ("minutes = 60", "minute = 60", "unknown key `minute`"),
    "a missing key": ("format_version = 1\n", "", "missing key `format_version`"),
    "a version of the future": ("format_version = 1", "format_version = 2", "at format_version: Invalid enum value 2"),
    "no question": ("[[question]]", "[[questions]]", "key `questions?`"),
    "points of zero": ("points = 10", "points = 0", "at question[0].points: Expected `float` > 0.0"),
    "a negative share": ("hidden = 0.4", "hidden = -0.4", "at question[0].hidden: Expected `float` >= 0.0"),
    "an id that is no function": ('id = "f"', 'id = "f(x)"', "at question[0].id: Expected `str` matching regex"),
    "an empty title": ('en = "F"', 'en = ""', "at title.en: Expected `str` of length >= 1"),
    "a title in one language": ('en = "F"\n', "", "at title: missing key `en`"),
    "limits of nothing": ("[limits]", "[limits]\nmemory_mb = 0", "at limits.memory_mb: Expected `float` > 0.0"),
    "a text for a list": ('requires = ["numpy"]', 'requires = "numpy"', "at requires: Expected `array`, got `str`"),
    "a question twice": (
        "[[question]]",
        '[[question]]\nid = "f"\npoints = 1\n[[question]]',
        "more than one question is called 'f'",
    ),
    "no TOML": ("[title]", "[title", "cannot be read as TOML"),
}
RIGHT = """format_version = 1
minutes = 60
requires = ["numpy"]
[title]
es = "F"
en = "F"
[limits]
[[question]]
id = "f"
points = 10
hidden = 0.4
"""


RIGHT_COURSE = """format_version = 1
salt = "s"
default_language = "es"
[title]
es = "C"
en = "C"
"""


def test_the_right_file_is_read(tmp_path: Path) -> None:
    settings = read_settings(tiny.write(tmp_path / "assignment.toml", RIGHT), AssignmentSettings)
    assert (settings.title.es, settings.question[0].points, settings.limits.question_seconds) == ("F", 10, 10)


@pytest.mark.parametrize(("old", "new", "said"), WRONG.values(), ids=WRONG)
def test_a_typo_is_one_sentence_with_file_key_and_what_is_due(old: str, new: str, said: str, tmp_path: Path) -> None:
    path = tiny.write(tmp_path / "assignment.toml", tiny.edited(RIGHT, (old, new)))
    with pytest.raises(CourseError) as caught:
        read_settings(path, AssignmentSettings)
    text = str(caught.value)
    assert text.startswith(f"{path}: ") and text.endswith(".") and "\n" not in text
    assert said.replace("s?", "") in text.replace("questions", "question")


@pytest.mark.parametrize("visibility", ["visible", "hidden", "after_due_date", "after_published"])
def test_visibility_speaks_gradescopes_words(visibility: str, tmp_path: Path) -> None:
    text = f'{tiny.COURSE}[visibility]\nhidden = "{visibility}"\n'
    assert read_settings(tiny.write(tmp_path / "course.toml", text), CourseSettings).visibility.hidden == visibility


def test_a_file_that_is_no_text_or_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "course.toml"
    with pytest.raises(CourseError, match="there is no such file"):
        read_settings(path, CourseSettings)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CourseError, match="is not UTF-8; save it as UTF-8"):
        read_settings(path, CourseSettings)


def test_words_that_are_no_toml_are_named(own_course: Course) -> None:
    tiny.write(own_course.root / "assignments/01_kites/words.es.toml", "[checks\n")
    with pytest.raises(CourseError, match=r"words\.es\.toml: cannot be read as TOML"):
        own_course.assignment("kites").hint("no_half", "es")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'default_language = "es"',
            'default_language = "fr"',
            "at default_language: Invalid enum value 'fr'; known are 'es', 'en'",
        ),
        (
            "[title]",
            '[gradescope]\nruntime = "docker"\n[title]',
            "Invalid enum value 'docker'; known are 'own', 'otter'",
        ),
        ("[title]", "[points]\ntotal = {}\n[title]", "at points.total: Expected `float`, got a table"),
        (
            "format_version = 1",
            'format_version = 1\nlanguages = ["en"]',
            "default_language 'es' is none of `languages`",
        ),
    ],
)
def test_a_wrong_value_of_the_course_says_what_may_stand_there(old: str, new: str, said: str, tmp_path: Path) -> None:
    path = tiny.write(tmp_path / "course.toml", tiny.edited(RIGHT_COURSE, (old, new)))
    with pytest.raises(CourseError, match=re.escape(said)):
        read_settings(path, CourseSettings)


def test_the_mark_and_the_line_ends_of_windows_are_welcome(tmp_path: Path) -> None:
    path = tmp_path / "assignment.toml"
    path.write_bytes(b"\xef\xbb\xbf" + RIGHT.replace("\n", "\r\n").encode())
    assert read_settings(path, AssignmentSettings).question[0].id == "f"


def test_words_that_are_no_texts_are_said(own_course: Course) -> None:
    kites = own_course.assignment("kites")
    tiny.write(kites.public / "words.en.toml", "[misconceptions]\nupside_down = 3\n")
    with pytest.raises(CourseError, match=r"words.en.toml: at .*: Expected `str`, got `int`"):
        kites.hint("upside_down", "en")
