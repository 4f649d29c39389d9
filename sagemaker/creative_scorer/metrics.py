"""How good estimated rates are: counts that came, against exposures x rate. core/learn/models/evaluate.ts computes the same."""

import numpy as np

BINS = 10
NEWTON_STEPS = 50


def evaluate(rates, rows):
    expected = rows.exposures * rates
    return {
        "rows": len(rows),
        "rmse": float(np.sqrt((rows.exposures * (rows.counts / rows.exposures - rates) ** 2).sum() / rows.exposures.sum())),
        "log_loss": float(row_log_loss(rates, rows).sum() / rows.exposures.sum()),
        "rank_correlation": rank_correlation(rates, rows.counts / rows.exposures),
        "calibration": calibration(expected, rates, rows),
    }


def row_log_loss(rates, rows):
    """Of the exposures with and without an event, in nats; by row."""
    p = np.clip(rates, 1e-12, 1 - 1e-12)
    return -(rows.counts * np.log(p) + (rows.exposures - rows.counts) * np.log1p(-p))


def deviance(expected, counts):
    """Poisson deviance by row: 0 where the estimate is what came."""
    logs = np.where(counts > 0, counts * np.log(np.maximum(counts, 1e-300) / expected), 0)
    return 2 * (logs - counts + expected)


def calibration(expected, rates, rows):
    """Slope 1 and intercept 0 are right; `expected_error` is the share of events put into the wrong tenth of the estimates."""
    return {
        "slope": calibration_slope(np.log(rates), expected, rows.counts),
        "intercept": float(np.log(max(rows.counts.sum(), 0.5) / expected.sum())),
        "expected_error": expected_error(rates, expected, rows),
    }


def calibration_slope(logs, expected, counts):
    """How counts follow the logarithm of the estimate; None where the estimates are all alike."""
    centred = logs - (expected * logs).sum() / expected.sum()
    if (expected * centred**2).sum() < 1e-9 or counts.sum() == 0:
        return None
    intercept, slope = np.log(counts.sum() / expected.sum()), 0.0
    for _ in range(NEWTON_STEPS):
        mean = expected * np.exp(intercept + slope * centred)
        gradient = np.array([(counts - mean).sum(), ((counts - mean) * centred).sum()])
        a, b, c = mean.sum(), (mean * centred).sum(), (mean * centred**2).sum()
        step = np.array([c * gradient[0] - b * gradient[1], a * gradient[1] - b * gradient[0]]) / (a * c - b * b)
        step = np.clip(step, -1, 1)
        intercept, slope = intercept + step[0], slope + step[1]
        if np.abs(step).max() < 1e-13:
            break
    return float(1 + slope)


def expected_error(rates, expected, rows):
    order = np.argsort(rates, kind="stable")
    passed = np.cumsum(rows.exposures[order]) - rows.exposures[order] / 2
    tenth = np.minimum(BINS - 1, np.floor(BINS * passed / rows.exposures.sum())).astype(int)
    gaps = np.bincount(tenth, rows.counts[order] - expected[order], minlength=BINS)
    return float(np.abs(gaps).sum() / expected.sum())


def rank_correlation(one, other):
    """Spearman's, with mean ranks for ties; None where a side is all alike."""
    if len(one) < 2:
        return None
    a, b = ranks(one), ranks(other)
    a, b = a - a.mean(), b - b.mean()
    scale = np.sqrt((a**2).sum() * (b**2).sum())
    return float((a * b).sum() / scale) if scale > 0 else None


def ranks(values):
    _, place, many = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(many) - (many - 1) / 2)[place]


def lift(expected, baseline, rows, seed, draws=1000):
    """Share of the baseline's deviance that is saved, with an 80% interval over resampled sets of creatives."""
    _, member = np.unique(rows.creatives, return_inverse=True)
    ours = np.bincount(member, deviance(expected, rows.counts))
    theirs = np.bincount(member, deviance(baseline, rows.counts))
    drawn = np.random.default_rng(seed).integers(0, len(ours), (draws, len(ours)))
    saved = 1 - ours[drawn].sum(axis=1) / np.maximum(theirs[drawn].sum(axis=1), 1e-300)
    low, high = np.quantile(saved, [0.1, 0.9])
    return {"lift": float(1 - ours.sum() / max(theirs.sum(), 1e-300)), "low": float(low), "high": float(high)}
