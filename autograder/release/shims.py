"""Otter's form of a kit's public checks: files in pure ASCII that ask the kit, so that the verdicts are the same."""

from __future__ import annotations

from collections.abc import Iterable
from string import Template

from autograder.release.kit import CheckRow

_HEAD = '''"""Lets Otter run the public checks of one question. Generated with the kit; check.py does not need it."""

import os
import sys

from otter.test_files import test_case

OK_FORMAT = False
name = "$question"
KIT = os.path.dirname(os.path.dirname(os.path.abspath(sys._getframe().f_code.co_filename)))
if os.path.isfile(os.path.join(KIT, "kit.json")) and KIT not in sys.path:
    sys.path.insert(0, KIT)
'''

_CASE = """

@test_case(name="$check", points=$points)
def $function(env):
    from autograder.laptop.notebook import judge

    judge(KIT, "$check", env)
"""


def shim(question: str, checks: Iterable[CheckRow]) -> str:
    """Return the file that holds one question's public checks for Otter.

    >>> print(shim("lift", [CheckRow("test_up", "lift", "It goes up", 3.0, False)])[-135:])
    @test_case(name="test_up", points=3)
    def case_1(env):
        from autograder.laptop.notebook import judge
    <BLANKLINE>
        judge(KIT, "test_up", env)
    <BLANKLINE>
    """
    mine = [check for check in checks if check.question == question and not check.hidden]
    cases = [
        Template(_CASE).substitute(check=check.check, points=f"{check.points:g}", function=f"case_{number}")
        for number, check in enumerate(mine, start=1)
    ]
    return "".join([Template(_HEAD).substitute(question=question), *cases])
