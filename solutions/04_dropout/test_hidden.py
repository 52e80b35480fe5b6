"""Hidden checks: only the grader runs these. Names that are not imported here come from the assignment's inputs.py.

They ask what the public checks ask, of other shapes, values, seeds and orders: a student can find every mistake at
home, and code that fits the public inputs alone fails here.
"""
# ruff: noqa: F821 (the names of inputs.py are put here when the checks are collected)

from autograder.checks import close, holds, partial, question, values

WIDE = (90, 200)


@question("affine_forward", points=2)
def test_affine_other_shapes(student, expected, rng):
    """The output is right for four dimensions and for a single example."""
    for shape in ((3, 2, 4, 2), (1, 16)):
        x, W, b = generic(rng, *shape), generic(rng, 16, 6), generic(rng, 6)
        out, _ = values(student.affine_forward(x, W, b), "out", "cache")
        close(out, expected.affine_forward(x, W, b)[0], name="out")


@question("affine_backward", points=3)
def test_affine_gradients_of_four_dimensions(student, expected, rng):
    """All three gradients are right for four dimensions."""
    x, W, b, dout = generic(rng, 5, 2, 3, 2), generic(rng, 12, 4), generic(rng, 4), generic(rng, 5, 4)
    due = expected.affine_backward(dout, expected.affine_forward(x, W, b)[1])
    _, cache = values(student.affine_forward(x, W, b), "out", "cache")
    got = values(student.affine_backward(dout, cache), "dx", "dW", "db")
    for name, gradient, right in zip(("dx", "dW", "db"), got, due, strict=True):
        with partial(1 / 3):
            close(gradient, right, name=name, row_ok=name == "db")


@question("affine_backward", points=3)
def test_affine_two_layers(student, expected, rng):
    """Two affine layers do not mix up their caches."""
    first = generic(rng, 6, 4), generic(rng, 4, 7), generic(rng, 7)
    second = generic(rng, 6, 7), generic(rng, 7, 3), generic(rng, 3)
    caches = [values(student.affine_forward(*layer), "out", "cache")[1] for layer in (first, second)]
    for layer, cache, width in ((first, caches[0], 7), (second, caches[1], 3)):
        dout = generic(rng, 6, width)
        due = expected.affine_backward(dout, expected.affine_forward(*layer)[1])
        got = values(student.affine_backward(dout, cache), "dx", "dW", "db")
        for name, gradient, right in zip(("dx", "dW", "db"), got, due, strict=True):
            with partial(1 / 6):
                close(gradient, right, name=name, row_ok=name == "db")


@question("dropout_forward", points=4, needs="test_every_element_draws")
def test_factors_in_four_dimensions(student, rng):
    """In training every element of an array of four dimensions becomes 0 or x / p."""
    x = generic(rng, 10, 12, 9, 15)
    for p in (0.6, 0.9):
        out, _ = values(student.dropout_forward(x, in_training(p)), "out", "cache")
        close(factors(out, x, "out"), [0.0, 1.0 / p], name="out / x (min, max)")


@question("dropout_forward", points=4, needs=("test_it_drops", "test_every_element_draws"))
def test_share_of_a_wide_table(student, rng):
    """In a wide table the share of units that stay on is p, with a draw for every element."""
    x = generic(rng, *WIDE)
    for p in (0.2, 0.6):
        out, _ = values(student.dropout_forward(x, in_training(p)), "out", "cache")
        holds(kept_evenly(out, x), name="out")
        close(share_kept(out, x), p, atol=CHANCE, name="mean(out != 0)")


@question("dropout_forward", points=3, needs="test_it_drops")
def test_seeds_between_other_calls(student, rng):
    """A seed gives the same mask again after calls without a seed, and those calls differ from each other."""
    x = generic(rng, *WIDE)
    wanted = (in_training(0.6, seed=21), in_training(0.6), in_training(0.6), in_training(0.6, seed=21))
    outs = [values(student.dropout_forward(x, each), "out", "cache")[0] for each in wanted]
    with partial(0.5):
        holds(same_units(outs[0], outs[3], x), name="seed=21, seed=21")
    with partial(0.5):
        holds(not same_units(outs[1], outs[2], x), name="seed=None, seed=None")


@question("dropout_forward", points=7)
def test_test_mode_of_pictures(student, rng):
    """In test mode an array of three dimensions comes out as it went in, with a seed or without."""
    x = generic(rng, 15, 20, 25)
    for dropout_param in (in_test_mode(0.9), in_test_mode(0.2, seed=5)):
        out, _ = values(student.dropout_forward(x, dropout_param), "out", "cache")
        close(factors(out, x, "out"), [1.0, 1.0], name="out / x (min, max)")


@question("dropout_backward", points=6, needs="test_it_drops")
def test_gradient_of_a_wide_table(student, rng):
    """The gradient of a wide table is dout times what x was multiplied by in your own forward pass."""
    x, dout = generic(rng, *WIDE), generic(rng, *WIDE)
    for p in (0.6, 0.9):
        out, cache = values(student.dropout_forward(x, in_training(p)), "out", "cache")
        dx = student.dropout_backward(dout, cache)
        close(factors(dx, dout, "dx"), factors(out, x, "out"), name="dx / dout (min, max)")
        holds(same_units(dx, out, x), name="dx")


@question("dropout_backward", points=6, needs="test_it_drops")
def test_caches_in_any_order(student, rng):
    """Backward passes may come in any order, and twice from the same cache."""
    x, dout = generic(rng, *WIDE), generic(rng, *WIDE)
    calls = [values(student.dropout_forward(x, in_training(p)), "out", "cache") for p in (0.6, 0.9, 0.6)]
    for turn in (1, 0, 2, 1):
        out, cache = calls[turn]
        dx = student.dropout_backward(dout, cache)
        close(factors(dx, dout, "dx"), factors(out, x, "out"), name="dx / dout (min, max)")
        holds(same_units(dx, out, x), name="dx")


@question("dropout_backward", points=2, needs="test_it_drops")
def test_gradient_of_pictures_in_test_mode(student, rng):
    """In test mode the gradient of an array of three dimensions passes unchanged."""
    x, dout = generic(rng, 15, 20, 25), generic(rng, 15, 20, 25)
    out, cache = values(student.dropout_forward(x, in_test_mode(0.9)), "out", "cache")
    dx = student.dropout_backward(dout, cache)
    due = due_in_test_mode(dx, dout, out, x)
    close(factors(dx, dout, "dx"), due, name="dx / dout (min, max)")
