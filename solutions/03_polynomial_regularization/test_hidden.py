"""Hidden checks of polynomials and regularisation: other shapes and values, drawn from the secret salt."""

import numpy as np

from autograder.checks import close, equal, gradient_matches, question, values

# -- polynomial_features


@question("polynomial_features", points=4)
def test_eight_powers(powers_of, expected, rng):
    """All powers up to the eighth are right."""
    x = rng.uniform(-1, 1, size=11)
    got, _ = powers_of(x, 8)
    close(got, expected.polynomial_features(x, 8))


@question("polynomial_features", points=2)
def test_powers_of_a_single_row(powers_of, expected, rng):
    """A single number still gives a table, with one row."""
    x = rng.uniform(0.2, 1, size=1)
    got, _ = powers_of(x, 4)
    close(got, expected.polynomial_features(x, 4))


# -- fit_polynomial


@question("fit_polynomial", points=3)
def test_noisy_points_without_lambda(student, expected, curve):
    """The least-squares polynomial of degree 5 is right when no lambda is given."""
    x, y = curve(32, [-3.0, 2.0, 4.0, -5.0, 2.0, 6.0], noise=1.0)
    close(student.fit_polynomial(x, y, 5), expected.fit_polynomial(x, y, 5), name="theta")


@question("fit_polynomial", points=3, explains=True)
def test_a_regularised_fit_of_degree_four(student, expected, curve):
    """The regularised polynomial of degree 4 is right for a small and a large lambda."""
    x, y = curve(17, [-15.0, 3.0, 4.0, -5.0, 6.0])
    for lambda_ in (0.7, 60.0):
        close(student.fit_polynomial(x, y, 4, lambda_), expected.fit_polynomial(x, y, 4, lambda_), name="theta")


# -- regularized_cost


@question("regularized_cost", points=2, explains=True)
def test_slopes_of_zero_are_not_penalised(student, expected, linear):
    """With all slopes zero lambda changes nothing, however large theta_0 is."""
    X, y, theta = linear(6, 3)
    theta[1:] = 0.0
    for lambda_ in (0.0, 10.0):
        J, grad = values(student.regularized_cost(X, y, theta, lambda_), "J", "grad")
        due_J, due_grad = expected.regularized_cost(X, y, theta, lambda_)
        close(J, due_J, name="J")
        close(grad, due_grad, name="grad")


@question("regularized_cost", points=4, explains=True)
def test_gradient_agrees_with_the_numerical_one(student, expected, linear):
    """The gradient is the slope of J in every direction, here with five slopes and lambda = 8."""
    X, y, theta = linear(11, 5)
    _, grad = values(student.regularized_cost(X, y, theta, 8.0), "J", "grad")
    gradient_matches(grad, lambda t: expected.regularized_cost(X, y, t, 8.0)[0], theta, name="grad")


@question("regularized_cost", points=4, explains=True)
def test_cost_with_six_slopes(student, expected, linear):
    """J is right with six slopes, few rows and lambda = 0.5."""
    X, y, theta = linear(5, 6)
    J, _ = values(student.regularized_cost(X, y, theta, 0.5), "J", "grad")
    close(J, expected.regularized_cost(X, y, theta, 0.5)[0], name="J")


# -- drop_highest_degree: the tables are made so that the validation errors of degrees 0, 1, 2, ... are these numbers

NEAR_THE_LIMIT = (90.0, 50.0, 20.4, 24.0, 19.6, 27.0, 16.0, 30.0)
FIVE = (8.0, 5.0, 1.88, 2.4, 1.6, 2.3)
TINY = (0.009, 0.005, 0.0024, 0.0027, 0.0015, 0.0019, 0.0018, 0.0022, 0.0035)


@question("drop_highest_degree", points=4)
def test_just_within_and_just_beyond_a_quarter(student, table_with_errors):
    """A degree whose error is 22% above the smallest is accepted; one 28% above is not."""
    equal(student.drop_highest_degree(*table_with_errors(NEAR_THE_LIMIT), 7), 4)
    equal(student.drop_highest_degree(*table_with_errors(FIVE), 5), 2)


@question("drop_highest_degree", points=4)
def test_other_tolerances_on_tiny_errors(student, table_with_errors):
    """The tolerance is a share of the smallest error, whatever the size of the errors."""
    table = table_with_errors(TINY)
    equal(student.drop_highest_degree(*table, 8, 0.1), 4)
    equal(student.drop_highest_degree(*table, 8, 0.7), 2)


# -- validation_curve


@question("validation_curve", points=3, explains=True)
def test_training_errors_over_many_lambdas(student, expected, train_and_validation):
    """The training errors are right from no penalty to a strong one."""
    tables, lambdas = train_and_validation(15, 9, 4), np.array([0.0, 0.02, 0.5, 7.0, 90.0])
    error_train, _ = values(student.validation_curve(*tables, lambdas), "error_train", "error_val")
    close(error_train, list(expected.validation_curve(*tables, lambdas)[0]), name="error_train")


@question("validation_curve", points=3, explains=True)
def test_validation_errors_over_many_lambdas(student, expected, train_and_validation):
    """The validation errors are right with more validation rows than training rows, and with fewer rows than terms."""
    tables, lambdas = train_and_validation(5, 14, 6), np.array([0.05, 1.0, 20.0])
    _, error_val = values(student.validation_curve(*tables, lambdas), "error_train", "error_val")
    close(error_val, list(expected.validation_curve(*tables, lambdas)[1]), name="error_val")


# -- diagnose_fit


@question("diagnose_fit", points=4)
def test_words_with_other_acceptable_errors(student):
    """The training error decides underfit even when the validation error is lower; the limit is the argument."""
    equal(student.diagnose_fit(12.0, 149.0, 150.0), "good")
    equal(student.diagnose_fit(0.2, 0.72, 0.5), "overfit")
    equal(student.diagnose_fit(160.0, 140.0, 150.0), "underfit")
