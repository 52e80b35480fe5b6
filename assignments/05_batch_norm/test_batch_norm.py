"""Public checks of batch normalisation: students run them as often as they like. Never imports a solution."""

import numpy as np

from autograder.checks import close, holds, partial, question, unchanged, values

# ---------------------------------------------------------------- forward, in training


@question("batchnorm_forward", points=7)
def test_training_output(student, expected, new_batch):
    """In training each column is normalised with its own mean and variance, then scaled and shifted."""
    batch = new_batch(6, 4)
    out, _ = values(student.batchnorm_forward(*batch.layer, batch.training()), "out", "cache")
    want, _ = expected.batchnorm_forward(*batch.layer, batch.training())
    close(out, want, name="out")


@question("batchnorm_forward", points=2)
def test_default_eps(student, expected, new_batch):
    """In training eps is 1e-5 if bn_param does not give it."""
    batch = new_batch(5, 3)
    x = 1.0 + 3e-3 * (batch.x - 2.0)  # a variance as small as eps itself
    out, _ = values(student.batchnorm_forward(x, batch.gamma, batch.beta, {"mode": "train"}), "out", "cache")
    want, _ = expected.batchnorm_forward(x, batch.gamma, batch.beta, {"mode": "train"})
    close(out, want, name="out")


@question("batchnorm_forward", points=2, explains=True)
def test_training_output_is_normalised(training_normalises):
    """In training each column comes out centred, before beta, and no wider when x is three times as wide."""
    holds(training_normalises())


@question("batchnorm_forward", points=1, needs="test_training_output")
def test_forward_leaves_its_arguments_alone(student, new_batch, trained):
    """The forward pass does not change x, gamma or beta, in either mode."""
    batch = new_batch(5, 3)
    for bn_param in (batch.training(), trained(3, eps=0.1)):
        student.batchnorm_forward(*batch.layer, bn_param)
        unchanged(x=batch.x, gamma=batch.gamma, beta=batch.beta)


# ---------------------------------------------------------------- forward, running statistics


@question("batchnorm_forward", points=6, needs="test_training_output_is_normalised")
def test_running_statistics_after_three_batches(student, expected, new_batch, learnt):
    """The running mean and variance follow three batches with momentum 0.5."""
    batches = [new_batch(rows, 3) for rows in (4, 6, 5)]
    bn_param, right = batches[0].training(momentum=0.5), batches[0].training(momentum=0.5)
    for batch in batches:
        student.batchnorm_forward(*batch.layer, bn_param)
        expected.batchnorm_forward(*batch.layer, right)
    (mean, var), (right_mean, right_var) = batch.statistics(bn_param), learnt(right, 3)
    with partial(0.5):
        close(mean, right_mean, name="running_mean", row_ok=True)
    with partial(0.5):
        close(var, right_var, name="running_var", row_ok=True)


@question("batchnorm_forward", points=3, needs="test_training_output_is_normalised")
def test_default_momentum(student, expected, new_batch, learnt):
    """After one batch a tenth of its statistics is stored: momentum is 0.9 if bn_param does not give it."""
    batch = new_batch(5, 2)
    bn_param, right = {"mode": "train"}, {"mode": "train"}
    student.batchnorm_forward(*batch.layer, bn_param)
    expected.batchnorm_forward(*batch.layer, right)
    (mean, var), (right_mean, right_var) = batch.statistics(bn_param), learnt(right, 2)
    with partial(0.5):
        close(mean, right_mean, name="running_mean", row_ok=True)
    with partial(0.5):
        close(var, right_var, name="running_var", row_ok=True)


# ---------------------------------------------------------------- forward, in test mode


@question("batchnorm_forward", points=7)
def test_test_mode(student, expected, new_batch, trained):
    """Test mode normalises with the running statistics and the same eps, gamma and beta."""
    batch, bn_param = new_batch(5, 4), trained(4, eps=0.1)
    want, _ = expected.batchnorm_forward(*batch.layer, dict(bn_param))
    out, _ = values(student.batchnorm_forward(*batch.layer, bn_param), "out", "cache")
    close(out, want, name="out")


@question("batchnorm_forward", points=2, explains=True)
def test_one_row_in_test_mode(student, expected, new_batch, trained):
    """In test mode a single row is normalised as it would be among other rows."""
    batch, bn_param = new_batch(4, 3), trained(3, eps=0.1)
    want, _ = expected.batchnorm_forward(*batch.layer, dict(bn_param))
    out, _ = values(student.batchnorm_forward(batch.x[2:3], batch.gamma, batch.beta, bn_param), "out", "cache")
    close(out, want[2:3], name="out")


@question("batchnorm_forward", points=3, needs="test_training_output_is_normalised")
def test_test_mode_learns_nothing(student, new_batch, trained):
    """Test mode uses the running statistics and leaves them as they are."""
    batch, bn_param = new_batch(6, 3), trained(3, eps=0.1, momentum=0.5)
    before = dict(bn_param)
    out, _ = values(student.batchnorm_forward(*batch.layer, bn_param), "out", "cache")
    mean, var = batch.statistics(bn_param)
    close(mean, before["running_mean"], name="running_mean", row_ok=True)
    close(var, before["running_var"], name="running_var", row_ok=True)
    elsewhere = {**before, "running_mean": before["running_mean"] + 1.0}
    other, _ = values(student.batchnorm_forward(*batch.layer, elsewhere), "out", "cache")
    for each in (out, other):
        batch.shaped_like("x", each, "out")
    holds(np.all(np.abs(other - out) > 1e-3))


# ---------------------------------------------------------------- backward, step by step


@question("batchnorm_backward", points=8)
def test_dx(new_batch, backward_pass):
    """dx adds up the three paths: the direct one, through the variance and through the mean."""
    backward_pass("batchnorm_backward", new_batch(5, 3)).compare("dx")


@question("batchnorm_backward", points=2, needs="test_training_output_is_normalised", explains=True)
def test_columns_of_dx_add_up_to_zero(new_batch, backward_pass):
    """Every column of dx adds up to zero: shifting a whole column changes nothing."""
    batch = new_batch(6, 3)
    backward = backward_pass("batchnorm_backward", batch)
    dx = backward.got["dx"]
    batch.shaped_like("x", dx, "dx")
    close(dx.sum(axis=0), backward.column_sums(), atol=1e-6, name="dx")
    backward.compare("dx")


@question("batchnorm_backward", points=2, needs="test_training_output_is_normalised")
def test_each_backward_uses_its_own_cache(new_batch, backward_pass):
    """A batch keeps its dx even if another batch goes forward in between."""
    backward_pass("batchnorm_backward", new_batch(5, 2), meanwhile=new_batch(5, 2)).compare("dx")


@question("batchnorm_backward", points=1, needs="test_dx")
def test_backward_leaves_dout_alone(new_batch, backward_pass):
    """The backward pass does not change dout."""
    batch = new_batch(5, 3)
    backward_pass("batchnorm_backward", batch)
    unchanged(dout=batch.dout)


@question("batchnorm_backward", points=4, needs="test_training_output_is_normalised")
def test_dgamma(new_batch, backward_pass):
    """dgamma adds up dout times the normalised input, column by column."""
    backward_pass("batchnorm_backward", new_batch(6, 3)).compare("dgamma")


@question("batchnorm_backward", points=2, needs="test_training_output_is_normalised")
def test_dbeta(new_batch, backward_pass):
    """dbeta adds up dout, column by column."""
    backward_pass("batchnorm_backward", new_batch(6, 3)).compare("dbeta")


@question("batchnorm_backward", points=2, needs=("test_dgamma", "test_dbeta"))
def test_gradients_are_vectors(new_batch, backward_pass):
    """dgamma and dbeta have the shape (D,) of gamma and beta."""
    batch = new_batch(5, 4)
    backward = backward_pass("batchnorm_backward", batch)
    batch.shaped_like("gamma", backward.got["dgamma"], "dgamma")
    batch.shaped_like("beta", backward.got["dbeta"], "dbeta")


# ---------------------------------------------------------------- backward, at once


@question("batchnorm_backward_alt", points=3)
def test_alt_dx(new_batch, backward_pass):
    """The simplified formula gives the dx of the step-by-step backward pass."""
    backward_pass("batchnorm_backward_alt", new_batch(5, 3)).compare("dx")


@question("batchnorm_backward_alt", points=2, needs="test_training_output_is_normalised")
def test_alt_dgamma_and_dbeta(new_batch, backward_pass):
    """dgamma and dbeta are those of the step-by-step backward pass."""
    backward_pass("batchnorm_backward_alt", new_batch(4, 3)).compare("dgamma", "dbeta")


@question("batchnorm_backward_alt", points=1, needs="test_alt_dx")
def test_alt_leaves_dout_alone(new_batch, backward_pass):
    """The simplified backward pass does not change dout."""
    batch = new_batch(5, 3)
    backward_pass("batchnorm_backward_alt", batch)
    unchanged(dout=batch.dout)
