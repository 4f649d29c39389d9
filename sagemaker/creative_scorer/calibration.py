"""What a head proves worth on rows that it has not seen: its level, how far its features stretch, what it leaves open."""

import numpy as np

from metrics import calibration_slope
from pooling import LEAST_SPREAD, MOST_SPREAD, PRIOR_SPREAD, campaign_part, row_weights, shrunk_effects

# The stretch is learned from few rows: so much is assumed beside them that it is 1 (as counts of events).
STRETCH_PRIOR_SD = 0.5
# Training knows the level, too: so many events are assumed to have come just as expected.
ASSUMED_EVENTS = 400
# Beside the creatives that an estimate is checked on, so many with the prior's variance.
ASSUMED_CREATIVES = 10


def calibrate(head, rows):
    """Shifts and stretches a head by what it proved worth."""
    head.shift, head.stretch = calibration_of(head, rows)
    head.residual_spread = residual_spread(np.exp(head.log_rates(rows)), rows)
    return head


def calibration_of(head, rows):
    said = head.features_say(rows.x)
    level = rows.exposures * np.exp(levels(head, rows))
    weights = row_weights(rows.creatives, level, head.pooled.creative_spread)
    if head.kind == "baseline":
        return float(np.log(shrunk_ratio((weights * rows.counts).sum(), (weights * level).sum()))), 1.0
    expected = weights * level * np.exp(said)
    slope = calibration_slope(said, expected, weights * rows.counts)
    stretch = 0.0 if slope is None else slope
    # information on the slope: the variance of what the features say, counted in events
    centre = (expected * said).sum() / expected.sum()
    known = (expected * (said - centre) ** 2).sum()
    stretch = (known * stretch + 1 / STRETCH_PRIOR_SD**2) / (known + 1 / STRETCH_PRIOR_SD**2)
    stretch = float(np.clip(stretch, 0, 2))
    ratio = shrunk_ratio((weights * rows.counts).sum(), (weights * level * np.exp(stretch * said)).sum())
    return float(np.log(ratio)), stretch


def levels(head, rows):
    """What formats and campaigns say. The level of a campaign that training did not know is read from these rows: how its
    creatives compare can be judged all the same."""
    pooled = head.pooled
    level = pooled.level(rows)
    new = np.array([str(name) not in pooled.campaigns for name in rows.campaigns])
    if new.any():
        part = rows.where(new)
        expected = part.exposures * np.exp(level[new] + head.stretch * head.features_say(part.x))
        spreads = pooled.creative_spread, pooled.campaign_spread
        level[new] += campaign_part(shrunk_effects(part.campaigns, part.creatives, part.counts, expected, *spreads), part)
    return level


def shrunk_ratio(seen, due):
    return (seen + ASSUMED_EVENTS) / (due + ASSUMED_EVENTS)


def residual_spread(rates, rows):
    """Relative variance of creatives around their estimate, beyond chance; some assumed creatives count beside."""
    _, member = np.unique(rows.creatives, return_inverse=True)
    counts, expected = np.bincount(member, rows.counts), np.bincount(member, rows.exposures * rates)
    ratio = counts / np.maximum(expected, 1e-300) - 1
    # each counts by how well its own rate is known, so that a few large ones do not decide
    worth = (expected / (expected + 1 / PRIOR_SPREAD)) ** 2
    excess = (worth * (ratio**2 - 1 / np.maximum(expected, 1e-300))).sum() + ASSUMED_CREATIVES * PRIOR_SPREAD
    return float(np.clip(excess / (worth.sum() + ASSUMED_CREATIVES), LEAST_SPREAD, MOST_SPREAD))
