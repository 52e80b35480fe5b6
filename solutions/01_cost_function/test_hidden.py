"""The hidden checks of the cost function: other sizes and values than the public ones. No student may see them."""

from autograder.checks import close, partial, question

SIZES = ((11, 2), (4, 6), (5, 4))
"""(m, n): more rows than columns, fewer, and, with the ones, as many."""

EACH = 1 / len(SIZES)

# -- add_intercept


@question("add_intercept", points=2)
def test_tables_of_other_sizes(student, expected, rng):
    """Tables of other sizes get one column of ones, in front."""
    for m, n in ((4, 6), (5, 1)):
        X = rng.normal(size=(m, n))
        with partial(0.5):
            close(student.add_intercept(X), expected.add_intercept(X))


@question("add_intercept", points=2)
def test_vectors_of_other_sizes(student, expected, rng):
    """Vectors of other sizes become two columns."""
    for m in (3, 11):
        x = rng.normal(size=m)
        with partial(0.5):
            close(student.add_intercept(x), expected.add_intercept(x))


# -- hypothesis


@question("hypothesis", points=8)
def test_predictions_for_other_sizes(student, expected, table):
    """The predictions are right for tables of other sizes."""
    for m, n in SIZES:
        X, _, theta = table(m, n)
        with partial(EACH):
            close(student.hypothesis(X, theta), expected.hypothesis(X, theta))


# -- squared_errors


@question("squared_errors", points=6)
def test_squared_errors_for_other_sizes(student, expected, table):
    """The squared errors are right for tables of other sizes."""
    for m, n in SIZES:
        X, y, theta = table(m, n)
        with partial(EACH):
            close(student.squared_errors(X, y, theta), expected.squared_errors(X, y, theta))


# -- compute_cost


@question("compute_cost", points=7)
def test_the_cost_for_other_sizes(student, expected, table):
    """The cost is right for tables of other sizes."""
    for m, n in SIZES:
        X, y, theta = table(m, n)
        with partial(EACH):
            close(student.compute_cost(X, y, theta), float(expected.compute_cost(X, y, theta)))


@question("compute_cost", points=5)
def test_the_cost_of_a_good_fit(student, expected, table, rng):
    """The cost keeps its decimals when the fit is so good that it is far below one."""
    X, _, theta = table(30, 2)
    y = expected.hypothesis(X, theta) + rng.uniform(0.1, 0.5, 30) * rng.choice([-1.0, 1.0], 30)
    close(student.compute_cost(X, y, theta), float(expected.compute_cost(X, y, theta)))


# -- compute_gradient


@question("compute_gradient", points=10)
def test_the_gradient_for_other_sizes(student, expected, table):
    """The gradient is right for tables of other sizes."""
    for m, n in SIZES:
        X, y, theta = table(m, n)
        with partial(EACH):
            close(student.compute_gradient(X, y, theta), expected.compute_gradient(X, y, theta))
