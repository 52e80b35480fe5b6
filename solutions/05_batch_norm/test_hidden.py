"""Hidden checks of batch normalisation: other sizes and settings than the public ones. Never leaves this half."""

from autograder.checks import close, partial, question, values

# ---------------------------------------------------------------- forward


@question("batchnorm_forward", points=5)
def test_training_output_of_a_square_batch(student, expected, new_batch):
    """The training output is right for as many columns as rows and a large eps."""
    batch = new_batch(5, 5, eps=0.4)
    out, _ = values(student.batchnorm_forward(*batch.layer, batch.training()), "out", "cache")
    want, _ = expected.batchnorm_forward(*batch.layer, batch.training())
    close(out, want, name="out")


@question("batchnorm_forward", points=3)
def test_training_output_of_one_column(student, expected, new_batch):
    """The training output is right for a single column far from zero."""
    batch = new_batch(9, 1, eps=0.02)
    x = 50.0 + batch.x
    out, _ = values(student.batchnorm_forward(x, batch.gamma, batch.beta, batch.training()), "out", "cache")
    want, _ = expected.batchnorm_forward(x, batch.gamma, batch.beta, batch.training())
    close(out, want, name="out")


@question("batchnorm_forward", points=6, needs="test_training_output_is_normalised")
def test_running_statistics_go_on(student, expected, new_batch, trained, learnt):
    """Existing running statistics continue from their values, with momentum 0.8."""
    batches = [new_batch(rows, 4) for rows in (7, 3)]
    bn_param = {**trained(4, eps=0.01, momentum=0.8), "mode": "train"}
    right = dict(bn_param)
    for batch in batches:
        student.batchnorm_forward(*batch.layer, bn_param)
        expected.batchnorm_forward(*batch.layer, right)
    (mean, var), (right_mean, right_var) = batches[0].statistics(bn_param), learnt(right, 4)
    with partial(0.5):
        close(mean, right_mean, name="running_mean", row_ok=True)
    with partial(0.5):
        close(var, right_var, name="running_var", row_ok=True)


@question("batchnorm_forward", points=5)
def test_test_mode_of_another_size(student, expected, new_batch, trained):
    """The output in test mode is right for as many columns as rows and a large eps."""
    batch, bn_param = new_batch(3, 3), trained(3, eps=0.3)
    want, _ = expected.batchnorm_forward(*batch.layer, dict(bn_param))
    out, _ = values(student.batchnorm_forward(*batch.layer, bn_param), "out", "cache")
    close(out, want, name="out")


@question("batchnorm_forward", points=3)
def test_default_eps_in_test_mode(student, expected, new_batch, trained):
    """In test mode eps is 1e-5 if bn_param does not give it."""
    batch, bn_param = new_batch(4, 2), trained(2)
    bn_param["running_var"] = 2e-5 * bn_param["running_var"]  # as small as eps itself
    want, _ = expected.batchnorm_forward(*batch.layer, dict(bn_param))
    out, _ = values(student.batchnorm_forward(*batch.layer, bn_param), "out", "cache")
    close(out, want, name="out")


# ---------------------------------------------------------------- backward


@question("batchnorm_backward", points=5, needs="test_training_output_is_normalised")
def test_dx_of_another_size(new_batch, backward_pass):
    """dx is right for four columns and a small eps."""
    backward_pass("batchnorm_backward", new_batch(7, 4, eps=1e-5)).compare("dx")


@question("batchnorm_backward", points=4, needs="test_training_output_is_normalised")
def test_dx_of_a_square_batch(new_batch, backward_pass):
    """dx is right for as many columns as rows and a large eps."""
    backward_pass("batchnorm_backward", new_batch(4, 4, eps=0.3)).compare("dx")


@question("batchnorm_backward", points=3, needs="test_training_output_is_normalised")
def test_dgamma_of_another_size(new_batch, backward_pass):
    """dgamma is right for a square batch."""
    backward_pass("batchnorm_backward", new_batch(4, 4, eps=0.2)).compare("dgamma")


@question("batchnorm_backward", points=2, needs="test_training_output_is_normalised")
def test_dbeta_of_another_size(new_batch, backward_pass):
    """dbeta is right for a square batch."""
    backward_pass("batchnorm_backward", new_batch(4, 4, eps=0.2)).compare("dbeta")


@question("batchnorm_backward_alt", points=3, needs="test_training_output_is_normalised")
def test_alt_dx_of_another_size(new_batch, backward_pass):
    """The simplified dx is right for a square batch and a large eps."""
    backward_pass("batchnorm_backward_alt", new_batch(4, 4, eps=0.3)).compare("dx")


@question("batchnorm_backward_alt", points=1, needs="test_training_output_is_normalised")
def test_alt_dgamma_and_dbeta_of_another_size(new_batch, backward_pass):
    """The simplified pass gives the right dgamma and dbeta for a single column."""
    backward_pass("batchnorm_backward_alt", new_batch(6, 1, eps=0.3)).compare("dgamma", "dbeta")
