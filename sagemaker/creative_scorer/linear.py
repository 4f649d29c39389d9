"""What each feature does by itself: ridge regression of the log rate, with campaigns as random levels beside it."""

from dataclasses import dataclass

import numpy as np

# Before data, a feature that moves by its own standard deviation moves the log rate by about this much.
EFFECT_SD = 0.05


@dataclass
class Linear:
    """effect x (value - centre), the value held within what training has seen: beyond it nothing is known."""

    effects: np.ndarray
    centres: np.ndarray
    lows: np.ndarray
    highs: np.ndarray

    def predict(self, x):
        return (np.clip(x, self.lows, self.highs) - self.centres) @ self.effects


def fit_linear(rows, target, weights, campaign_spread):
    """`weights` are precisions of the target. Campaign means are taken off as far as campaigns' own levels explain them."""
    centres = np.average(rows.x, axis=0, weights=weights)
    taken_off = campaign_shares(rows.campaigns, weights, campaign_spread)
    x = rows.x - centres
    x = x - taken_off[:, None] * campaign_means(rows.campaigns, weights, x)
    y = target - taken_off * campaign_means(rows.campaigns, weights, target[:, None])[:, 0]
    scale = np.sqrt(np.average(x**2, axis=0, weights=weights))
    moves = scale > 1e-9
    effects = np.zeros(len(centres))
    if moves.any():
        z = np.column_stack([x[:, moves] / scale[moves], 1 - taken_off])
        penalty = np.diag([1 / EFFECT_SD**2] * int(moves.sum()) + [1e-9])
        found = np.linalg.solve(z.T @ (z * weights[:, None]) + penalty, z.T @ (weights * y))
        effects[moves] = found[:-1] / scale[moves]
    return Linear(effects, centres, rows.x.min(axis=0), rows.x.max(axis=0))


def campaign_shares(campaigns, weights, spread):
    """The part of a campaign's mean that is taken for its own level (quasi-demeaning of a random intercept)."""
    _, member = np.unique(campaigns, return_inverse=True)
    known = np.bincount(member, weights)[member]
    return 1 - np.sqrt(1 / (1 + spread * known))


def campaign_means(campaigns, weights, columns):
    _, member = np.unique(campaigns, return_inverse=True)
    total = np.bincount(member, weights)
    means = [np.bincount(member, weights * column) / np.maximum(total, 1e-300) for column in columns.T]
    return np.column_stack(means)[member]
