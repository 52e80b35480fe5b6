"""Public checks of polynomials and regularisation: run them as often as you like."""

import numpy as np

from autograder.checks import close, equal, question, unchanged, values

# -- polynomial_features


@question("polynomial_features", points=3, explains=True)
def test_three_powers_of_three_numbers(powers_of):
    """The columns are x, x**2 and x**3 for degree 3."""
    got, _ = powers_of(np.array([2.0, -1.0, 0.5]), 3)
    close(got, np.array([[2.0, 4.0, 8.0], [-1.0, 1.0, -1.0], [0.5, 0.25, 0.125]]))


@question("polynomial_features", points=2, explains=True)
def test_a_vector_of_x_is_welcome(student, expected, rng):
    """x may come as a vector, (m,)."""
    x = rng.uniform(-1, 1, size=7)
    close(student.polynomial_features(x, 3), expected.polynomial_features(x, 3))


@question("polynomial_features", points=2)
def test_a_column_of_x_is_welcome(student, expected, rng):
    """x may also come as a column, (m, 1)."""
    x = rng.uniform(-1, 1, size=(6, 1))
    close(student.polynomial_features(x, 4), expected.polynomial_features(x, 4))


@question("polynomial_features", points=1)
def test_degree_one_is_x_as_a_column(powers_of):
    """Degree 1 gives one column, x itself."""
    got, _ = powers_of(np.array([0.25, -0.5]), 1)
    close(got, np.array([[0.25], [-0.5]]))


@question("polynomial_features", points=1)
def test_features_leave_x_alone(powers_of, expected, rng):
    """polynomial_features does not change x."""
    x = rng.uniform(-1, 1, size=5)
    got, given = powers_of(x, 3)
    close(got, expected.polynomial_features(x, 3))
    unchanged(x=given)


# -- fit_polynomial


@question("fit_polynomial", points=3, explains=True)
def test_an_exact_parabola_is_recovered(student, curve):
    """Without lambda the points of 1 + 2x - 3x**2 give theta (1, 2, -3)."""
    x, y = curve(12, [1.0, 2.0, -3.0], noise=0.0)
    close(student.fit_polynomial(x, y, 2), np.array([1.0, 2.0, -3.0]), name="theta")


@question("fit_polynomial", points=5, explains=True)
def test_lambda_shrinks_all_but_theta_0(student, expected, curve):
    """With lambda = 2 theta is the minimum of the regularised cost."""
    x, y = curve(10, [20.0, 3.0, -2.0, 4.0])
    close(student.fit_polynomial(x, y, 3, 2.0), expected.fit_polynomial(x, y, 3, 2.0), name="theta")


@question("fit_polynomial", points=1)
def test_the_fit_leaves_its_data_alone(student, expected, curve):
    """fit_polynomial changes neither x nor y."""
    x, y = curve(9, [-4.0, 2.0])
    close(student.fit_polynomial(x, y, 1, 0.5), expected.fit_polynomial(x, y, 1, 0.5), name="theta")
    unchanged(x=x, y=y)


# -- regularized_cost


@question("regularized_cost", points=4, explains=True)
def test_without_lambda_it_is_the_cost_of_the_lecture(student, expected, blood_pressure):
    """With lambda 0, J(84, 1.24) on the blood-pressure data is 151.38, and the gradient is that of the error."""
    X, y = blood_pressure
    theta = np.array([84.0, 1.24])
    J, grad = values(student.regularized_cost(X, y, theta, 0.0), "J", "grad")
    close(J, 151.37690666666667, name="J")
    close(grad, expected.regularized_cost(X, y, theta, 0.0)[1], name="grad")


@question("regularized_cost", points=4, explains=True)
def test_lambda_adds_the_slopes_to_the_cost(student, expected, blood_pressure, linear):
    """With lambda 30 the lecture's line has J = 152.15; J is right for three slopes too."""
    J, _ = values(student.regularized_cost(*blood_pressure, np.array([84.0, 1.24]), 30.0), "J", "grad")
    close(J, 152.14570666666667, name="J")
    X, y, theta = linear(8, 3)
    J, _ = values(student.regularized_cost(X, y, theta, 5.0), "J", "grad")
    close(J, expected.regularized_cost(X, y, theta, 5.0)[0], name="J")


@question("regularized_cost", points=3, explains=True)
def test_gradient_with_one_slope(student, expected, linear):
    """The gradient is right with one slope and lambda = 6."""
    X, y, theta = linear(7, 1)
    _, grad = values(student.regularized_cost(X, y, theta, 6.0), "J", "grad")
    close(grad, expected.regularized_cost(X, y, theta, 6.0)[1], name="grad")


@question("regularized_cost", points=3, explains=True)
def test_gradient_with_four_slopes(student, expected, linear):
    """The gradient is right with four slopes and lambda = 4."""
    X, y, theta = linear(9, 4)
    _, grad = values(student.regularized_cost(X, y, theta, 4.0), "J", "grad")
    close(grad, expected.regularized_cost(X, y, theta, 4.0)[1], name="grad")


@question("regularized_cost", points=1)
def test_the_cost_leaves_theta_alone(student, expected, linear):
    """regularized_cost changes none of X, y, theta."""
    X, y, theta = linear(6, 2)
    J, _ = values(student.regularized_cost(X, y, theta, 0.0), "J", "grad")
    close(J, expected.regularized_cost(X, y, theta, 0.0)[0], name="J")
    unchanged(X=X, y=y, theta=theta)


# -- drop_highest_degree: the tables are made so that the validation errors of degrees 0, 1, 2, ... are these numbers

SAW = (70.0, 55.0, 23.5, 29.0, 20.0, 34.0, 26.5, 28.0)
DEEP_SAW = (50.0, 30.0, 31.0, 10.6, 13.4, 9.0, 14.0, 10.3, 26.0)
STAIRS = (60.0, 42.0, 16.5, 20.0, 10.6, 13.4, 9.0, 11.8, 17.0)
A_LINE_IS_BEST = (9.2, 8.0, 10.6, 11.5, 12.1, 13.0)
ALL_ARE_NEEDED = (60.0, 40.0, 33.0, 28.0, 21.0, 18.0, 13.0)
SMALL = (3.0, 1.5, 0.7, 0.62, 0.4, 0.47, 0.72, 0.58, 1.3)


@question("drop_highest_degree", points=5, explains=True)
def test_the_lowest_degree_within_a_quarter_of_the_smallest_error(student, table_with_errors):
    """The degree is the lowest one within 25% of the smallest validation error, even if the curve has teeth."""
    equal(student.drop_highest_degree(*table_with_errors(SAW), 7), 2)
    equal(student.drop_highest_degree(*table_with_errors(DEEP_SAW), 8), 3)


@question("drop_highest_degree", points=3)
def test_the_tolerance_decides(student, table_with_errors):
    """Tolerance 1 accepts twice the smallest error; tolerance 0 asks for the smallest error itself."""
    table = table_with_errors(STAIRS)
    equal(student.drop_highest_degree(*table, 8, 1.0), 2)
    equal(student.drop_highest_degree(*table, 8, 0.0), 6)


@question("drop_highest_degree", points=3)
def test_degree_one_and_the_highest_are_tried(student, table_with_errors):
    """Degree 1 and max_degree itself are candidates, degree 0 is not."""
    equal(student.drop_highest_degree(*table_with_errors(A_LINE_IS_BEST), 5), 1)
    equal(student.drop_highest_degree(*table_with_errors(ALL_ARE_NEEDED), 6), 6)


@question("drop_highest_degree", points=1)
def test_the_search_leaves_its_data_alone(student, table_with_errors):
    """drop_highest_degree changes none of its tables; small errors are judged like large ones."""
    x, y, x_val, y_val = table_with_errors(SMALL)
    equal(student.drop_highest_degree(x, y, x_val, y_val, 8), 4)
    unchanged(x=x, y=y, x_val=x_val, y_val=y_val)
    equal(student.drop_highest_degree(*table_with_errors(A_LINE_IS_BEST), 5), 1)


# -- validation_curve


@question("validation_curve", points=2, explains=True)
def test_least_squares_at_lambda_zero(student, expected, train_and_validation):
    """At lambda 0 the errors are those of the least-squares fit, each averaged over its own rows."""
    tables, lambdas = train_and_validation(10, 6, 2), np.array([0.0])
    error_train, error_val = values(student.validation_curve(*tables, lambdas), "error_train", "error_val")
    due_train, due_val = expected.validation_curve(*tables, lambdas)
    close(error_train, list(due_train), name="error_train")
    close(error_val, list(due_val), name="error_val")


@question("validation_curve", points=2, explains=True)
def test_training_error_at_one_lambda(student, expected, train_and_validation):
    """The training error at lambda 1.5 is J without penalty."""
    tables, lambdas = train_and_validation(9, 6, 3), np.array([1.5])
    error_train, _ = values(student.validation_curve(*tables, lambdas), "error_train", "error_val")
    close(error_train, list(expected.validation_curve(*tables, lambdas)[0]), name="error_train")


@question("validation_curve", points=2, explains=True)
def test_validation_error_at_one_lambda(student, expected, train_and_validation):
    """The validation error at lambda 1.5 is J without penalty on the validation rows."""
    tables, lambdas = train_and_validation(8, 5, 2), np.array([1.5])
    _, error_val = values(student.validation_curve(*tables, lambdas), "error_train", "error_val")
    close(error_val, list(expected.validation_curve(*tables, lambdas)[1]), name="error_val")


@question("validation_curve", points=2)
def test_one_pair_of_errors_per_lambda(student, expected, train_and_validation):
    """There is one training and one validation error per lambda, in the order of the lambdas."""
    tables, lambdas = train_and_validation(12, 7, 3), np.array([30.0, 0.0, 0.4])
    error_train, error_val = values(student.validation_curve(*tables, lambdas), "error_train", "error_val")
    due_train, due_val = expected.validation_curve(*tables, lambdas)
    close(error_train, list(due_train), name="error_train")
    close(error_val, list(due_val), name="error_val")


@question("validation_curve", points=1)
def test_the_curve_leaves_its_tables_alone(student, expected, train_and_validation):
    """validation_curve changes none of its tables, nor the lambdas."""
    X, y, X_val, y_val = train_and_validation(7, 4, 1)
    lambdas = np.array([0.3, 2.0])
    error_train, _ = values(student.validation_curve(X, y, X_val, y_val, lambdas), "error_train", "error_val")
    close(error_train, list(expected.validation_curve(X, y, X_val, y_val, lambdas)[0]), name="error_train")
    unchanged(X=X, y=y, X_val=X_val, y_val=y_val, lambdas=lambdas)


# -- diagnose_fit


@question("diagnose_fit", points=3)
def test_the_words_for_degrees_four_fifteen_and_one(student):
    """The three fits of the picture are good (degree 4), overfit (degree 15) and underfit (degree 1)."""
    equal(student.diagnose_fit(0.359, 0.917, 2.0), "good")
    equal(student.diagnose_fit(0.087, 48203.0, 2.0), "overfit")
    equal(student.diagnose_fit(7.23, 12.46, 2.0), "underfit")


@question("diagnose_fit", points=3)
def test_an_error_equal_to_the_acceptable_one_is_acceptable(student):
    """An error equal to the acceptable one is acceptable, in training and in validation."""
    equal(student.diagnose_fit(0.9, 1.6, 1.2), "overfit")
    equal(student.diagnose_fit(150.0, 150.0, 150.0), "good")
