"""Public checks: every student runs these. Names that are not imported here come from inputs.py beside this file."""
# ruff: noqa: F821 (the names of inputs.py are put here when the checks are collected)

from autograder.checks import close, gradient_matches, holds, partial, question, unchanged, values


@question("affine_forward", points=1.5, explains=True)
def test_affine_table(student, expected, table):
    """The output is right for a table of examples."""
    x, W, b, _ = table
    out, _ = values(student.affine_forward(x, W, b), "out", "cache")
    close(out, expected.affine_forward(x, W, b)[0], name="out")


@question("affine_forward", points=1)
def test_affine_pictures(student, expected, pictures):
    """The output is right for pictures: each example is read as one row."""
    x, W, b, _ = pictures
    out, _ = values(student.affine_forward(x, W, b), "out", "cache")
    close(out, expected.affine_forward(x, W, b)[0], name="out")


@question("affine_forward", points=0.5, needs="test_affine_table", explains=True)
def test_affine_forward_leaves_its_arguments_alone(student, pictures):
    """The forward pass leaves x, W and b as they were."""
    x, W, b, _ = pictures
    student.affine_forward(x, W, b)
    unchanged(x=x, W=W, b=b)


@question("affine_backward", points=2.5, explains=True)
def test_affine_dx(student, expected, table):
    """dx agrees with the numerical gradient."""
    x, W, b, dout = table
    _, cache = values(student.affine_forward(x, W, b), "out", "cache")
    dx, _, _ = values(student.affine_backward(dout, cache), "dx", "dW", "db")
    gradient_matches(dx, lambda x: expected.affine_forward(x, W, b)[0], x, dout, name="dx")


@question("affine_backward", points=2.5)
def test_affine_dw(student, expected, table):
    """dW agrees with the numerical gradient."""
    x, W, b, dout = table
    _, cache = values(student.affine_forward(x, W, b), "out", "cache")
    _, dW, _ = values(student.affine_backward(dout, cache), "dx", "dW", "db")
    gradient_matches(dW, lambda W: expected.affine_forward(x, W, b)[0], W, dout, name="dW")


@question("affine_backward", points=0.5)
def test_affine_db(student, expected, table):
    """db agrees with the numerical gradient."""
    x, W, b, dout = table
    _, cache = values(student.affine_forward(x, W, b), "out", "cache")
    _, _, db = values(student.affine_backward(dout, cache), "dx", "dW", "db")
    gradient_matches(db, lambda b: expected.affine_forward(x, W, b)[0], b, dout, name="db", row_ok=True)


@question("affine_backward", points=1.5, needs="test_affine_db")
def test_affine_db_shape(student, expected, table):
    """db has the shape of b."""
    x, W, b, dout = table
    _, cache = values(student.affine_forward(x, W, b), "out", "cache")
    _, _, db = values(student.affine_backward(dout, cache), "dx", "dW", "db")
    gradient_matches(db, lambda b: expected.affine_forward(x, W, b)[0], b, dout, name="db")


@question("affine_backward", points=1.5)
def test_affine_gradients_of_pictures(student, expected, pictures):
    """When the examples are pictures, dx has the shape of x, and dW still has the shape of W."""
    x, W, b, dout = pictures
    _, cache = values(student.affine_forward(x, W, b), "out", "cache")
    dx, dW, _ = values(student.affine_backward(dout, cache), "dx", "dW", "db")
    with partial(2 / 3):
        gradient_matches(dx, lambda x: expected.affine_forward(x, W, b)[0], x, dout, name="dx")
    with partial(1 / 3):
        gradient_matches(dW, lambda W: expected.affine_forward(x, W, b)[0], W, dout, name="dW")


@question("affine_backward", points=0.5, needs=("test_affine_dx", "test_affine_db"), explains=True)
def test_affine_backward_leaves_dout_alone(student, table):
    """The backward pass leaves dout as it was."""
    x, W, b, dout = table
    _, cache = values(student.affine_forward(x, W, b), "out", "cache")
    student.affine_backward(dout, cache)
    unchanged(dout=dout)


@question("dropout_forward", points=2, explains=True)
def test_it_drops(student, rng):
    """In training some units are off and all others are multiplied by the same factor."""
    x = generic(rng, *TALL)
    for p in (0.3, 0.8):
        out, _ = values(student.dropout_forward(x, in_training(p)), "out", "cache")
        holds(drops(out, x), name="out")


@question("dropout_forward", points=4)
def test_factors_in_training(student, rng):
    """In training every element of the output is 0 or x / p."""
    x = generic(rng, *TALL)
    for p in (0.3, 0.8):
        out, _ = values(student.dropout_forward(x, in_training(p)), "out", "cache")
        close(factors(out, x, "out"), [0.0, 1.0 / p], name="out / x (min, max)")


@question("dropout_forward", points=3, needs="test_it_drops")
def test_every_element_draws(student, rng):
    """Every element of x has a draw of its own: no column and no row is switched off as a whole."""
    x = generic(rng, *TALL)
    for p in (0.3, 0.8):
        out, _ = values(student.dropout_forward(x, in_training(p)), "out", "cache")
        holds(kept_evenly(out, x), name="out")


@question("dropout_forward", points=3, needs=("test_it_drops", "test_every_element_draws"))
def test_share_that_is_kept(student, rng):
    """p is the probability of KEEPING a unit: the share of units that stay on is p."""
    x = generic(rng, *TALL)
    for p in (0.3, 0.8):
        out, _ = values(student.dropout_forward(x, in_training(p)), "out", "cache")
        close(share_kept(out, x), p, atol=CHANCE, name="mean(out != 0)")


@question("dropout_forward", points=2.5, needs="test_it_drops")
def test_masks_without_a_seed(student, rng):
    """Without a seed two calls switch off different units."""
    x = generic(rng, *TALL)
    first, _ = values(student.dropout_forward(x, in_training(0.8)), "out", "cache")
    second, _ = values(student.dropout_forward(x, in_training(0.8)), "out", "cache")
    holds(not same_units(first, second, x))


@question("dropout_forward", points=1, needs="test_it_drops")
def test_masks_with_a_seed(student, rng):
    """The same seed switches off the same units; another seed switches off others."""
    x = generic(rng, *TALL)
    first, _ = values(student.dropout_forward(x, in_training(0.3, seed=7)), "out", "cache")
    again, _ = values(student.dropout_forward(x, in_training(0.3, seed=7)), "out", "cache")
    other, _ = values(student.dropout_forward(x, in_training(0.3, seed=8)), "out", "cache")
    holds(same_units(first, again, x), name="seed=7, seed=7")
    holds(not same_units(first, other, x), name="seed=7, seed=8")


@question("dropout_forward", points=1, needs=("test_factors_in_training", "test_share_that_is_kept"))
def test_other_shapes(student, rng):
    """x may have one, three or four dimensions, and with p = 1 it comes out as it went in."""
    for shape in ((3000,), (20, 15, 10), (12, 3, 9, 10)):
        x = generic(rng, *shape)
        out, _ = values(student.dropout_forward(x, in_training(0.6)), "out", "cache")
        close(factors(out, x, "out"), [0.0, 1.0 / 0.6], name="out / x (min, max)")
    out, _ = values(student.dropout_forward(x, in_training(1.0)), "out", "cache")
    close(out, x, name="out")


@question("dropout_forward", points=0.5, needs="test_it_drops")
def test_dropout_forward_leaves_its_arguments_alone(student, rng):
    """The forward pass leaves x and dropout_param as they were."""
    x, dropout_param = generic(rng, 6, 7), in_training(0.8)
    student.dropout_forward(x, dropout_param)
    unchanged(x=x, dropout_param=dropout_param)


@question("dropout_forward", points=10)
def test_test_mode_changes_nothing(student, rng):
    """In test mode the output is x, whatever p is."""
    x = generic(rng, *TALL)
    for p in (0.3, 0.8):
        out, _ = values(student.dropout_forward(x, in_test_mode(p)), "out", "cache")
        close(factors(out, x, "out"), [1.0, 1.0], name="out / x (min, max)")


@question("dropout_backward", points=3, needs="test_it_drops")
def test_gradient_in_test_mode(student, rng):
    """In test mode the gradient passes unchanged."""
    x, dout = generic(rng, *TALL), generic(rng, *TALL)
    out, cache = values(student.dropout_forward(x, in_test_mode(0.8)), "out", "cache")
    dx = student.dropout_backward(dout, cache)
    due = due_in_test_mode(dx, dout, out, x)
    close(factors(dx, dout, "dx"), due, name="dx / dout (min, max)")


@question("dropout_backward", points=6, needs="test_it_drops", explains=True)
def test_units_without_gradient(student, rng):
    """The gradient is 0 exactly where your own forward pass switched a unit off."""
    x, dout = generic(rng, *TALL), generic(rng, *TALL)
    for p in (0.3, 0.8):
        out, cache = values(student.dropout_forward(x, in_training(p)), "out", "cache")
        dx = student.dropout_backward(dout, cache)
        holds(same_units(dx, out, x), name="dx", masks=units_on(dx, out))


@question("dropout_backward", points=8, needs="test_it_drops")
def test_gradient(student, rng):
    """The gradient is dout times what x was multiplied by in your own forward pass."""
    x, dout = generic(rng, *TALL), generic(rng, *TALL)
    for p in (0.3, 0.8):
        out, cache = values(student.dropout_forward(x, in_training(p)), "out", "cache")
        dx = student.dropout_backward(dout, cache)
        close(factors(dx, dout, "dx"), factors(out, x, "out"), name="dx / dout (min, max)")
        holds(same_units(dx, out, x), name="dx", masks=units_on(dx, out))


@question("dropout_backward", points=3, needs="test_it_drops")
def test_two_layers(student, rng):
    """Two dropout layers do not mix up their masks: each backward pass uses its own cache."""
    x, dout = generic(rng, *TALL), generic(rng, *TALL)
    first, first_cache = values(student.dropout_forward(x, in_training(0.8)), "out", "cache")
    second, second_cache = values(student.dropout_forward(x, in_training(0.8)), "out", "cache")
    for cache, out, name in ((first_cache, first, "dx1"), (second_cache, second, "dx2")):
        dx = student.dropout_backward(dout, cache)
        holds(same_units(dx, out, x), name=name, masks=units_on(dx, out))


@question("dropout_backward", points=1, needs=("test_it_drops", "test_units_without_gradient"))
def test_dropout_backward_leaves_dout_alone(student, rng):
    """The backward pass leaves dout as it was."""
    x, dout = generic(rng, 6, 7), generic(rng, 6, 7)
    _, cache = values(student.dropout_forward(x, in_training(0.3)), "out", "cache")
    student.dropout_backward(dout, cache)
    unchanged(dout=dout)
