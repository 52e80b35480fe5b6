"""What the statement says of its pictures holds for the numbers behind them (nothing here is random)."""

import numpy as np

from tests.claims import opened

pictures, own = opened(__file__)


def test_the_lecture_s_line_costs_151_38_and_a_better_one_exists():
    costs = {(a, b): J for a, b, J in pictures.four_lines(own)["lines"]}
    assert round(costs[84.0, 1.24], 2) == 151.38
    assert min(costs, key=costs.get) == (98.7, 0.97)


def test_the_least_squares_line_costs_139_89_and_there_the_gradient_is_zero():
    age, pressure = pictures.table()
    slope, intercept = np.polyfit(age, pressure, 1)
    assert np.allclose((intercept, slope), pictures.BEST)
    assert round(pictures.cost(own, pictures.BEST), 2) == 139.89
    assert np.allclose(own.compute_gradient(own.add_intercept(age), pressure, np.array(pictures.BEST)), 0, atol=1e-5)


def test_the_person_with_220_mmHg_makes_two_thirds_of_the_sum_of_squares():
    data = pictures.residuals(own)
    assert (data["age"][data["worst"]], data["pressure"][data["worst"]]) == (47, 220)
    assert 0.6 < data["share"] < 0.7


def test_units_ten_times_larger_divide_the_cost_by_a_hundred():
    assert round(pictures.units(own)["ratio"], 9) == 100


def test_the_surface_has_a_single_minimum():
    """On a grid, one place alone is lower than its four neighbours, and it is next to the best line."""
    data = pictures.surface(own, points=121)
    J = np.pad(data["J"], 1, constant_values=np.inf)
    inner, beside = J[1:-1, 1:-1], (J[:-2, 1:-1], J[2:, 1:-1], J[1:-1, :-2], J[1:-1, 2:])
    diagonal = (J[:-2, :-2], J[2:, 2:], J[:-2, 2:], J[2:, :-2])
    [(row, column)] = np.argwhere(np.all([inner < other for other in beside + diagonal], axis=0))
    assert abs(data["t0"][column] - pictures.BEST[0]) < 4 and abs(data["t1"][row] - pictures.BEST[1]) < 0.1


def test_against_the_gradient_the_cost_falls():
    data = pictures.surface(own, points=2)
    assert np.round(data["gradient"], 3).tolist() == [-2.568, -55.048]
    step = np.array(pictures.LECTURE) - 1e-5 * data["gradient"]
    assert pictures.cost(own, step) < data["here"]
