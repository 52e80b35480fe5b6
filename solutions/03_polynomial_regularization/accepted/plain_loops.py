# idiom: plain Python loops, Gaussian elimination by hand, lists where sequences are allowed, long if-chains
import numpy as np


def polynomial_features(x, degree):
    values = [float(v) for v in np.asarray(x).ravel()]
    table = np.zeros((len(values), degree))
    for i in range(len(values)):
        for k in range(degree):
            product = 1.0
            for _ in range(k + 1):
                product = product * values[i]
            table[i, k] = product
    return table


def gauss(matrix, right):
    n = len(right)
    rows = [[float(v) for v in matrix[i]] + [float(right[i])] for i in range(n)]
    for column in range(n):
        pivot = column
        for i in range(column + 1, n):
            if abs(rows[i][column]) > abs(rows[pivot][column]):
                pivot = i
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for i in range(column + 1, n):
            factor = rows[i][column] / rows[column][column]
            for j in range(column, n + 1):
                rows[i][j] -= factor * rows[column][j]
    solution = [0.0] * n
    for i in range(n - 1, -1, -1):
        rest = rows[i][n]
        for j in range(i + 1, n):
            rest -= rows[i][j] * solution[j]
        solution[i] = rest / rows[i][i]
    return np.array(solution)


def ridge(X, y, lam):
    m, n = X.shape
    matrix = [[0.0] * n for _ in range(n)]
    right = [0.0] * n
    for a in range(n):
        for i in range(m):
            right[a] += X[i, a] * y[i]
            for b in range(n):
                matrix[a][b] += X[i, a] * X[i, b]
        if a > 0:
            matrix[a][a] += lam
    return gauss(matrix, right)


def with_intercept(x, degree):
    features = polynomial_features(x, degree)
    table = np.ones((features.shape[0], degree + 1))
    for k in range(degree):
        table[:, k + 1] = features[:, k]
    return table


def fit_polynomial(x, y, degree, lambda_=0.0):
    return ridge(with_intercept(x, degree), y, lambda_)


def squared_error(X, y, theta):
    total = 0.0
    for i in range(len(y)):
        h = 0.0
        for j in range(len(theta)):
            h += X[i, j] * theta[j]
        total += (h - y[i]) * (h - y[i])
    return total / (2 * len(y))


def regularized_cost(X, y, theta, lambda_):
    m = len(y)
    J = squared_error(X, y, theta)
    for j in range(1, len(theta)):
        J += lambda_ / (2 * m) * theta[j] ** 2
    grad = np.zeros(len(theta))
    for j in range(len(theta)):
        for i in range(m):
            grad[j] += (np.dot(X[i], theta) - y[i]) * X[i, j] / m
        if j != 0:
            grad[j] += lambda_ * theta[j] / m
    return [J, grad]


def drop_highest_degree(x, y, x_val, y_val, max_degree, tolerance=0.25):
    seen = []
    degree = max_degree
    while degree >= 1:
        theta = fit_polynomial(x, y, degree)
        seen.append((degree, squared_error(with_intercept(x_val, degree), y_val, theta)))
        degree -= 1
    smallest = seen[0][1]
    for _, error in seen:
        if error < smallest:
            smallest = error
    answer = None
    for degree, error in seen:
        if not error > smallest * (1.0 + tolerance):
            answer = degree  # the last one that fits is the lowest
    return answer


def validation_curve(X, y, X_val, y_val, lambdas):
    train = []
    val = []
    for lam in lambdas:
        theta = ridge(X, y, lam)
        train.append(squared_error(X, y, theta))
        val.append(squared_error(X_val, y_val, theta))
    return train, val


def diagnose_fit(train_error, val_error, acceptable_error):
    if train_error <= acceptable_error and val_error <= acceptable_error:
        return "good"
    elif train_error <= acceptable_error:
        return "overfit"
    else:
        return "underfit"
