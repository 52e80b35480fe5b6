"""Run as a program by the grader, isolated (``python -I``): imports the machine, then forks workers on request.

Its memory is the start of every worker's: no secret, no check and no submission is ever here.
"""

import os
import sys

PACKAGE_PARENT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

if __name__ == "__main__":
    # Only for these imports: a worker must find nothing through the repository's folder.
    sys.path.insert(0, PACKAGE_PARENT)
    from autograder.sandbox.nursery import main

    sys.path.remove(PACKAGE_PARENT)
    main(int(sys.argv[1]), PACKAGE_PARENT)
