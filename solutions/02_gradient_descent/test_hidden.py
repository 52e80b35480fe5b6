"""Hidden checks of gradient descent: other shapes and values than the public ones. Only the API of checks and numpy."""
# ruff: noqa: F821 (the names of inputs.py are put here when the checks are collected)

import numpy as np

from autograder.checks import close, holds, question, values

# -- feature_normalize


@question("feature_normalize", points=5)
def test_five_columns_are_normalized(student, expected, rng):
    """Five columns on five scales are all centred and scaled."""
    X = mixed_scales(rng, 9, 5)
    X_norm, _, _ = values(student.feature_normalize(X), "X_norm", "mu", "sigma")
    due, _ = with_either_deviation(X_norm, expected.feature_normalize(X)[0])
    close(X_norm, due, name="X_norm")


@question("feature_normalize", points=3, needs="test_five_columns_are_normalized")
def test_mu_and_sigma_undo_the_scaling(student, expected, rng):
    """mu and sigma turn X_norm back into the table."""
    X = mixed_scales(rng, 5, 5)
    X_norm, mu, sigma = values(student.feature_normalize(X), "X_norm", "mu", "sigma")
    X_norm_due, mu_due, sigma_due = expected.feature_normalize(X)
    close(mu, mu_due, name="mu", row_ok=True)
    close(sigma, sigma_due * with_either_deviation(X_norm, X_norm_due)[1], name="sigma", row_ok=True)


# -- gradient_descent


@question("gradient_descent", points=5, explains=True)
def test_two_steps_with_five_columns(student, expected, rng):
    """The second step starts where the first one ended, for all five parameters."""
    X, y, theta = regression(rng, 7, 5)
    end, _ = values(student.gradient_descent(X, y, theta, 0.15, 2), "theta", "J_history")
    close(end, expected.gradient_descent(X, y, theta, 0.15, 2)[0], name="theta")


@question("gradient_descent", points=6)
def test_forty_steps_with_one_and_with_three_columns(student, expected, rng):
    """After 40 steps theta is where it should be, with one column and with three."""
    for n in (1, 3):
        X, y, theta = regression(rng, 20, n)
        end, _ = values(student.gradient_descent(X, y, theta, 0.1, 40), "theta", "J_history")
        close(end, expected.gradient_descent(X, y, theta, 0.1, 40)[0], name="theta")


@question("gradient_descent", points=5)
def test_history_of_seven_steps(student, expected, rng):
    """Seven steps leave seven costs, each measured after its step."""
    X, y, theta = regression(rng, 16, 2)
    end, J_history = values(student.gradient_descent(X, y, theta, 0.25, 7), "theta", "J_history")
    same_history(J_history, expected.gradient_descent(X, y, theta, 0.25, 7)[1])
    like_theta(end, theta)


# -- stochastic_gradient_descent


@question("stochastic_gradient_descent", points=2)
def test_every_row_once_with_another_short_batch(student, expected, rng):
    """In one epoch with batches of 7, 7, 7 and 3 every one of the 24 rows is used exactly once."""
    X, y, theta = independent_rows(rng, 24)
    ends = [
        values(student.stochastic_gradient_descent(X, y, theta, 0.09, 1, 7, generator(rng)), "theta", "J_history")[0]
        for _ in range(2)
    ]
    removed = [error_removed(end, X, y, theta) for end in ends]
    holds(not any(some_repeat_while_others_miss(shares) for shares in removed))
    end_due = expected.stochastic_gradient_descent(X, y, theta, 0.09, 1, 7, generator(rng))[0]
    close(np.sort(removed[0]), np.sort(error_removed(end_due, X, y, theta)), name="1 - error / error_0")


@question("stochastic_gradient_descent", points=2)
def test_batches_of_one(student, expected, rng):
    """Five copies of one row in batches of 1 make five full steps per epoch."""
    X, y, theta = copies_of_one_row(rng, 5, 4)
    answer = student.stochastic_gradient_descent(X, y, theta, 0.03, 2, 1, generator(rng))
    end, J_history = values(answer, "theta", "J_history")
    end_due, J_due = expected.stochastic_gradient_descent(X, y, theta, 0.03, 2, 1, generator(rng))
    close(end, end_due, name="theta")
    same_history(J_history, J_due)


@question("stochastic_gradient_descent", points=2, needs="test_every_row_once_with_another_short_batch")
def test_rows_keep_their_own_y(student, expected, rng):
    """However the rows are shuffled, every row keeps its own y."""
    X, y, theta = regression(rng, 8, 4)
    answer = student.stochastic_gradient_descent(X, y, theta, 0.15, 3, 8, generator(rng))
    end, _ = values(answer, "theta", "J_history")
    like_theta(end, theta)
    holds(np.allclose(end, expected.gradient_descent(X, y, theta, 0.15, 3)[0], rtol=1e-6, atol=0.0))


@question("stochastic_gradient_descent", points=2, needs="test_every_row_once_with_another_short_batch")
def test_the_cost_after_a_short_last_batch(student, expected, rng):
    """After a short last batch J is still measured on the whole table."""
    X, y, theta = independent_rows(rng, 16)
    answer = student.stochastic_gradient_descent(X, y, theta, 0.12, 1, 5, generator(rng))
    _, J_history = values(answer, "theta", "J_history")
    same_history(J_history, expected.stochastic_gradient_descent(X, y, theta, 0.12, 1, 5, generator(rng))[1])


# -- predict


@question("predict", points=2)
def test_a_single_new_case(student, expected, rng):
    """One new case with four features gives an array with one prediction."""
    x, mu, sigma = mixed_scales(rng, 1, 4), rng.uniform(2.0, 4.0, 4), rng.uniform(1.5, 3.0, 4)
    theta = rng.uniform(1.0, 3.0, 5)
    close(student.predict(x, theta, mu, sigma), expected.predict(x, theta, mu, sigma))


@question("predict", points=2)
def test_as_many_cases_as_features(student, expected, rng):
    """Six cases with six features are not mixed up."""
    x, mu, sigma = mixed_scales(rng, 6, 6), rng.uniform(-4.0, 4.0, 6), rng.uniform(0.2, 0.8, 6)
    theta = rng.normal(size=7)
    close(student.predict(x, theta, mu, sigma), expected.predict(x, theta, mu, sigma))


# -- normal_equation


@question("normal_equation", points=2, explains=True)
def test_only_the_column_of_ones(student, expected, rng):
    """With nothing but the column of ones, theta is the mean of y."""
    X, y, _ = regression(rng, 9, 1)
    close(student.normal_equation(X, y), expected.normal_equation(X, y))


@question("normal_equation", points=2)
def test_six_columns(student, expected, rng):
    """theta is the least-squares solution for six columns."""
    X, y, _ = regression(rng, 13, 6)
    close(student.normal_equation(X, y), expected.normal_equation(X, y))
