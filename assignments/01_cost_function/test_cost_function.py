"""The public checks of the cost function: students run them as often as they like.

May hold no answer but the lecture's own numbers; `expected` knows the others.
"""

import numpy as np

from autograder.checks import close, question, unchanged

# -- add_intercept


@question("add_intercept", points=3)
def test_a_table_gets_a_column_of_ones(student, expected, rng):
    """A table of four attributes gets one column of ones, in front."""
    X = rng.normal(size=(7, 4))
    close(student.add_intercept(X), expected.add_intercept(X))


@question("add_intercept", points=2)
def test_a_vector_becomes_two_columns(student, expected, rng):
    """A single attribute given as a vector becomes two columns: ones, attribute."""
    x = rng.normal(size=6)
    close(student.add_intercept(x), expected.add_intercept(x))


@question("add_intercept", points=1, needs="test_a_vector_becomes_two_columns")
def test_add_intercept_leaves_its_argument_alone(student, rng):
    """add_intercept leaves its argument as it was."""
    x, X = rng.normal(size=5), rng.normal(size=(5, 3))
    student.add_intercept(x)
    student.add_intercept(X)
    unchanged(X=x)
    unchanged(X=X)


# -- hypothesis


@question("hypothesis", points=4, explains=True)
def test_the_line_of_the_lecture(student, lecture_theta):
    """With h(x) = 84 + 1.24 x the prediction at age 48 is 143.52."""
    X = np.array([[1.0, 48.0], [1.0, 17.0], [1.0, 69.0]])
    close(student.hypothesis(X, lecture_theta), np.array([143.52, 105.08, 169.56]))


@question("hypothesis", points=6)
def test_every_attribute_counts(student, expected, table):
    """The prediction adds the terms of all four attributes."""
    X, _, theta = table(12, 4)
    close(student.hypothesis(X, theta), expected.hypothesis(X, theta))


@question("hypothesis", points=2, needs="test_every_attribute_counts")
def test_hypothesis_leaves_its_arguments_alone(student, table):
    """hypothesis leaves its arguments as they were."""
    X, _, theta = table(5, 3)
    student.hypothesis(X, theta)
    unchanged(X=X, theta=theta)


# -- squared_errors


@question("squared_errors", points=3, explains=True)
def test_the_error_at_48_years(student, lecture_theta):
    """The squared error at age 48 is 182.79: predicted 143.52, measured 130."""
    X, y = np.array([[1.0, 48.0], [1.0, 17.0], [1.0, 69.0]]), np.array([130.0, 114.0, 175.0])
    close(student.squared_errors(X, y, lecture_theta), np.array([182.7904, 79.5664, 29.5936]))


@question("squared_errors", points=5)
def test_one_squared_error_per_row(student, expected, table):
    """There is one squared error per row, for four attributes too."""
    X, y, theta = table(9, 4)
    close(student.squared_errors(X, y, theta), expected.squared_errors(X, y, theta))


@question("squared_errors", points=1, needs="test_one_squared_error_per_row")
def test_squared_errors_leaves_its_arguments_alone(student, table):
    """squared_errors leaves its arguments as they were."""
    X, y, theta = table(5, 3)
    student.squared_errors(X, y, theta)
    unchanged(X=X, y=y, theta=theta)


# -- compute_cost


@question("compute_cost", points=6, explains=True)
def test_the_cost_of_the_lecture(student, blood_pressure, lecture_theta):
    """J(84, 1.24) for the thirty people is 151.38."""
    X, y = blood_pressure
    close(student.compute_cost(X, y, lecture_theta), 151.37690666666667)


@question("compute_cost", points=5)
def test_ten_people_have_their_own_cost(student, expected, blood_pressure, lecture_theta):
    """The cost averages over the people given, even when there are only ten."""
    X, y = blood_pressure[0][:10], blood_pressure[1][:10]
    close(student.compute_cost(X, y, lecture_theta), float(expected.compute_cost(X, y, lecture_theta)))


@question("compute_cost", points=5)
def test_the_cost_counts_every_attribute(student, expected, table):
    """The cost is right for four attributes."""
    X, y, theta = table(30, 4)
    close(student.compute_cost(X, y, theta), float(expected.compute_cost(X, y, theta)))


@question("compute_cost", points=2, needs="test_the_cost_counts_every_attribute")
def test_compute_cost_leaves_its_arguments_alone(student, table):
    """compute_cost leaves its arguments as they were."""
    X, y, theta = table(5, 3)
    student.compute_cost(X, y, theta)
    unchanged(X=X, y=y, theta=theta)


# -- compute_gradient


@question("compute_gradient", points=5, explains=True)
def test_the_slope_at_the_line_of_the_lecture(student, expected, blood_pressure, lecture_theta):
    """The gradient at (84, 1.24) for the thirty people is (-2.568, -55.048)."""
    X, y = blood_pressure
    close(student.compute_gradient(X, y, lecture_theta), expected.compute_gradient(X, y, lecture_theta))


@question("compute_gradient", points=8)
def test_one_derivative_per_parameter(student, expected, table):
    """The gradient has a right derivative for each of five parameters."""
    X, y, theta = table(12, 4)
    close(student.compute_gradient(X, y, theta), expected.compute_gradient(X, y, theta))


@question("compute_gradient", points=2, needs="test_one_derivative_per_parameter")
def test_compute_gradient_leaves_its_arguments_alone(student, table):
    """compute_gradient leaves its arguments as they were."""
    X, y, theta = table(5, 3)
    student.compute_gradient(X, y, theta)
    unchanged(X=X, y=y, theta=theta)
