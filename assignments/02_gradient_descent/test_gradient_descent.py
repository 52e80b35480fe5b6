"""Public checks of gradient descent: what a student can run. Imports nothing but the API of checks and numpy."""
# ruff: noqa: F821 (the names of inputs.py are put here when the checks are collected)

import numpy as np

from autograder.checks import close, holds, question, unchanged, values

# -- feature_normalize


@question("feature_normalize", points=5)
def test_each_column_by_its_own_mean_and_deviation(student, expected, rng):
    """Every column of X_norm uses its own mean and standard deviation (over m or m - 1: both are right)."""
    X = mixed_scales(rng, 12, 3)
    X_norm, _, _ = values(student.feature_normalize(X), "X_norm", "mu", "sigma")
    due, _ = with_either_deviation(X_norm, expected.feature_normalize(X)[0])
    close(X_norm, due, name="X_norm")


@question("feature_normalize", points=3, needs="test_each_column_by_its_own_mean_and_deviation")
def test_mu_and_sigma_describe_the_table(student, expected, rng):
    """mu and sigma are the mean and standard deviation of X used for X_norm."""
    X = mixed_scales(rng, 14, 4)
    X_norm, mu, sigma = values(student.feature_normalize(X), "X_norm", "mu", "sigma")
    X_norm_due, mu_due, sigma_due = expected.feature_normalize(X)
    close(mu, mu_due, name="mu", row_ok=True)
    close(sigma, sigma_due * with_either_deviation(X_norm, X_norm_due)[1], name="sigma", row_ok=True)


@question("feature_normalize", points=2, explains=True)
def test_the_ages_of_the_lecture(student, expected, blood_pressure):
    """The 30 ages have mean 45.13 and standard deviation 15.04 (15.29 if you divide by m - 1)."""
    ages, _ = blood_pressure
    X_norm, mu, sigma = values(student.feature_normalize(ages), "X_norm", "mu", "sigma")
    due, factor = with_either_deviation(X_norm, expected.feature_normalize(ages)[0])
    close(X_norm, due, name="X_norm")
    close(mu, 45.13333333333333, name="mu")
    close(sigma, 15.037139207826586 * factor, name="sigma")


@question("feature_normalize", points=2, needs="test_each_column_by_its_own_mean_and_deviation")
def test_normalizing_leaves_the_table_alone(student, rng):
    """X is the same before and after feature_normalize."""
    X = mixed_scales(rng, 6, 2)
    student.feature_normalize(X)
    unchanged(X=X)


# -- gradient_descent


@question("gradient_descent", points=5, explains=True)
def test_one_step(student, expected, rng):
    """One step moves both parameters from the same point."""
    X, y, theta = regression(rng, 12, 2)
    end, _ = values(student.gradient_descent(X, y, theta, 0.2, 1), "theta", "J_history")
    close(end, expected.gradient_descent(X, y, theta, 0.2, 1)[0], name="theta")


@question("gradient_descent", points=7)
def test_twenty_five_steps_with_four_columns(student, expected, rng):
    """After 25 steps with four columns theta is where it should be."""
    X, y, theta = regression(rng, 15, 4)
    end, _ = values(student.gradient_descent(X, y, theta, 0.15, 25), "theta", "J_history")
    close(end, expected.gradient_descent(X, y, theta, 0.15, 25)[0], name="theta")


@question("gradient_descent", points=7)
def test_one_cost_after_each_step(student, expected, rng):
    """J_history holds one cost per iteration, measured after the step."""
    X, y, theta = regression(rng, 11, 2)
    end, J_history = values(student.gradient_descent(X, y, theta, 0.25, 25), "theta", "J_history")
    same_history(J_history, expected.gradient_descent(X, y, theta, 0.25, 25)[1])  # first: it tells a swap from a list
    like_theta(end, theta)


@question("gradient_descent", points=3, explains=True)
def test_the_best_line_of_the_lecture(student, expected, blood_pressure):
    """On the blood-pressure table 100 steps at alpha 0.3 end at the lowest cost, J = 139.89."""
    ages, pressure = blood_pressure
    X = np.ones((30, 2))
    X[:, 1:] = (ages - 45.0) / 15.0
    end, _ = values(student.gradient_descent(X, pressure, np.zeros(2), 0.3, 100), "theta", "J_history")
    close(end, expected.gradient_descent(X, pressure, np.zeros(2), 0.3, 100)[0], name="theta")


@question("gradient_descent", points=2, needs="test_one_step")
def test_descending_leaves_its_arguments_alone(student, rng):
    """X, y and the starting theta are the same before and after gradient_descent."""
    X, y, theta = regression(rng, 8, 3)
    student.gradient_descent(X, y, theta, 0.1, 3)
    unchanged(X=X, y=y, theta=theta)


# -- stochastic_gradient_descent


@question("stochastic_gradient_descent", points=3)
def test_every_row_once_per_epoch(student, expected, rng):
    """In one epoch with batches of 8, 8 and 1 every one of the 17 rows is used exactly once."""
    X, y, theta = independent_rows(rng, 17)
    ends = [
        values(student.stochastic_gradient_descent(X, y, theta, 0.05, 1, 8, generator(rng)), "theta", "J_history")[0]
        for _ in range(2)
    ]
    removed = [error_removed(end, X, y, theta) for end in ends]
    holds(not any(some_repeat_while_others_miss(shares) for shares in removed))
    end_due = expected.stochastic_gradient_descent(X, y, theta, 0.05, 1, 8, generator(rng))[0]
    close(np.sort(removed[0]), np.sort(error_removed(end_due, X, y, theta)), name="1 - error / error_0")


@question("stochastic_gradient_descent", points=2)
def test_each_batch_is_a_step_of_its_own(student, expected, rng):
    """Six copies of one row in batches of 2 make three full steps per epoch."""
    X, y, theta = copies_of_one_row(rng, 6, 3)
    answer = student.stochastic_gradient_descent(X, y, theta, 0.04, 3, 2, generator(rng))
    end, J_history = values(answer, "theta", "J_history")
    end_due, J_due = expected.stochastic_gradient_descent(X, y, theta, 0.04, 3, 2, generator(rng))
    close(end, end_due, name="theta")
    same_history(J_history, J_due)


@question("stochastic_gradient_descent", points=2, needs="test_every_row_once_per_epoch")
def test_one_batch_with_all_rows_is_batch_descent(student, expected, rng):
    """With batch_size = m the result is that of batch descent, whatever the order."""
    X, y, theta = regression(rng, 11, 3)
    answer = student.stochastic_gradient_descent(X, y, theta, 0.2, 4, 11, generator(rng))
    end, _ = values(answer, "theta", "J_history")
    like_theta(end, theta)
    holds(np.allclose(end, expected.gradient_descent(X, y, theta, 0.2, 4)[0], rtol=1e-6, atol=0.0))


@question("stochastic_gradient_descent", points=2, needs="test_every_row_once_per_epoch")
def test_the_cost_of_an_epoch_is_that_of_the_whole_table(student, expected, rng):
    """J_history measures the whole table once after each epoch, not a batch."""
    X, y, theta = independent_rows(rng, 20)
    answer = student.stochastic_gradient_descent(X, y, theta, 0.1, 1, 8, generator(rng))
    _, J_history = values(answer, "theta", "J_history")
    same_history(J_history, expected.stochastic_gradient_descent(X, y, theta, 0.1, 1, 8, generator(rng))[1])


@question("stochastic_gradient_descent", points=1, needs="test_every_row_once_per_epoch")
def test_every_epoch_has_a_new_order(student, rng):
    """The order of the rows is drawn anew in every epoch."""
    X, y, theta = independent_rows(rng, 20)
    answer = student.stochastic_gradient_descent(X, y, theta, 0.04, 8, 17, generator(rng))
    removed = error_removed(values(answer, "theta", "J_history")[0], X, y, theta)
    ended_an_epoch = np.flatnonzero(np.abs(removed - np.median(removed)) > 1e-6)
    holds(not np.array_equal(ended_an_epoch, [17, 18, 19]))  # those that end the table itself
    holds(ended_an_epoch.size != 3 or np.ptp(removed[ended_an_epoch]) > 1e-6)  # the same three eight times


@question("stochastic_gradient_descent", points=1, needs="test_every_row_once_per_epoch")
def test_all_chance_comes_from_rng(student, rng):
    """The same rng seed gives the same theta; another seed gives a different one."""
    X, y, theta = regression(rng, 12, 3)
    seed = int(rng.integers(2**32))
    ends = []
    for chance in (seed, seed, seed + 1):
        answer = student.stochastic_gradient_descent(X, y, theta, 0.2, 2, 3, np.random.default_rng(chance))
        ends.append(values(answer, "theta", "J_history")[0])
        like_theta(ends[-1], theta)
    first, again, other = ends
    holds(np.allclose(first, again, rtol=1e-9) and not np.allclose(first, other, rtol=1e-6))


@question("stochastic_gradient_descent", points=1, needs="test_every_row_once_per_epoch")
def test_batches_leave_the_arguments_alone(student, rng):
    """X, y and the starting theta are the same before and after stochastic_gradient_descent."""
    X, y, theta = regression(rng, 9, 3)
    student.stochastic_gradient_descent(X, y, theta, 0.1, 2, 4, generator(rng))
    unchanged(X=X, y=y, theta=theta)


# -- predict


@question("predict", points=2, explains=True)
def test_the_pressure_at_48_years(student):
    """At age 48 the best line for the 30 people predicts 145.32 mmHg."""
    theta = np.array([142.5333333333333, 14.59911262739572])
    mu, sigma = np.array([45.13333333333333]), np.array([15.03713920782659])
    close(student.predict(np.array([[48.0]]), theta, mu, sigma), np.array([145.3164950074691]))


@question("predict", points=3)
def test_several_new_cases(student, expected, rng):
    """Five new cases with three features are scaled with the training mu and sigma."""
    x, mu, sigma = mixed_scales(rng, 5, 3), rng.uniform(2.0, 4.0, 3), rng.uniform(1.5, 3.0, 3)
    theta = rng.uniform(1.0, 3.0, 4)
    close(student.predict(x, theta, mu, sigma), expected.predict(x, theta, mu, sigma))


@question("predict", points=1, needs="test_several_new_cases", explains=True)
def test_predicting_leaves_its_arguments_alone(student, rng):
    """x, theta, mu and sigma are the same before and after predict."""
    x, theta, mu, sigma = rng.normal(size=(4, 2)), rng.normal(size=3), rng.normal(size=2), rng.uniform(1.0, 2.0, 2)
    student.predict(x, theta, mu, sigma)
    unchanged(x=x, theta=theta, mu=mu, sigma=sigma)


# -- normal_equation


@question("normal_equation", points=3)
def test_least_squares_with_four_columns(student, expected, rng):
    """theta is the least-squares solution for four columns."""
    X, y, _ = regression(rng, 15, 4)
    close(student.normal_equation(X, y), expected.normal_equation(X, y))


@question("normal_equation", points=2, explains=True)
def test_the_best_line_without_steps(student, blood_pressure):
    """On the raw ages the best line is 98.71 + 0.97 x."""
    ages, pressure = blood_pressure
    X = np.ones((30, 2))
    X[:, 1:] = ages
    close(student.normal_equation(X, pressure), np.array([98.71471813822, 0.9708703514427]), name="theta")


@question("normal_equation", points=1, needs="test_least_squares_with_four_columns", explains=True)
def test_solving_leaves_its_arguments_alone(student, rng):
    """X and y are the same before and after normal_equation."""
    X, y, _ = regression(rng, 8, 3)
    student.normal_equation(X, y)
    unchanged(X=X, y=y)
