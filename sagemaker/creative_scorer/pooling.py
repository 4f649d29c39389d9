"""Partial pooling of rates: what is seen of a group, shrunk towards what it belongs to (empirical Bayes).

Counts are Poisson around exposure x rate; rates of creatives vary around their campaign's with the relative variance
`spread`, campaigns around their format's with another. Both are learned by moments, within bounds that keep a few groups that
look alike by chance from claiming certainty.
"""

from dataclasses import dataclass

import numpy as np

LEAST_SPREAD, MOST_SPREAD = 0.15**2, 1.5**2
# Campaigns may be as alike as their features say.
LEAST_CAMPAIGN_SPREAD = 0.05**2
# A typical sponsored-content rate, worth a hundred impressions: it only keeps rates off zero.
TYPICAL_RATE, TYPICAL_IMPRESSIONS = 0.005, 100
# What is assumed of formats and campaigns before there is data, as many pseudo-groups.
PRIOR_SPREAD, PRIOR_GROUPS = 0.3**2, 3


@dataclass(frozen=True)
class Pooled:
    """log rate = log_rate + formats of the row + effect of its campaign."""

    log_rate: float
    formats: dict
    campaigns: dict
    creative_spread: float
    campaign_spread: float

    def level(self, rows):
        """The logarithm of the rate that each row's format and campaign make one expect."""
        return self.log_rate + linear_part(self.formats, rows) + campaign_part(self.campaigns, rows)


def pool(rows, offset=None):
    """Fits format and campaign effects; `offset` is what else is known of each row's log rate."""
    offset = np.zeros(len(rows)) if offset is None else offset
    exposures = rows.exposures * np.exp(offset)
    log_rate = np.log((rows.counts.sum() + TYPICAL_RATE * TYPICAL_IMPRESSIONS) / (exposures.sum() + TYPICAL_IMPRESSIONS))
    spread = creative_spread(rows, exposures)
    formats = format_effects(rows, exposures * np.exp(log_rate), spread)
    expected = exposures * np.exp(log_rate + linear_part(formats, rows))
    campaign_spread = group_spread(rows.campaigns, rows.creatives, rows.counts, expected, spread)
    effects = shrunk_effects(rows.campaigns, rows.creatives, rows.counts, expected, spread, campaign_spread)
    return Pooled(float(log_rate), formats, effects, spread, campaign_spread)


def row_weights(creatives, expected, spread):
    """What a row's count is worth: its rows together never more than a creative's own variance allows."""
    _, member = np.unique(creatives, return_inverse=True)
    return 1 / (1 + spread * np.bincount(member, expected)[member])


def shrunk_effects(groups, creatives, counts, expected, spread, between):
    """Logarithm of observed over expected by group, pulled towards 0 the more the less is known."""
    names, member = np.unique(groups, return_inverse=True)
    weights = row_weights(creatives, expected, spread)
    seen = np.bincount(member, weights * counts) + 1 / between
    due = np.bincount(member, weights * expected) + 1 / between
    return {str(name): float(effect) for name, effect in zip(names, np.log(seen / due), strict=True)}


def format_effects(rows, expected, spread):
    effects = {}
    for at, name in enumerate(rows.features):
        chosen = rows.x[:, at] == 1
        if name.startswith("format_") and chosen.any():
            part = rows.where(chosen)
            group = np.full(len(part), name)
            effects |= shrunk_effects(group, part.creatives, part.counts, expected[chosen], spread, PRIOR_SPREAD)
    return effects


def creative_spread(rows, exposures):
    """Relative variance of creatives around their campaign's mean, in bounds."""
    _, first, member = np.unique(rows.creatives, return_index=True, return_inverse=True)
    counts, weights = np.bincount(member, rows.counts), np.bincount(member, exposures)
    campaigns = rows.campaigns[first]
    _, group = np.unique(campaigns, return_inverse=True)
    group_counts, group_weights = np.bincount(group, counts), np.bincount(group, weights)
    expected = weights * ((group_counts + TYPICAL_RATE * TYPICAL_IMPRESSIONS) / (group_weights + TYPICAL_IMPRESSIONS))[group]
    # a creative is part of the mean it is compared with
    others = 1 - weights / np.maximum(group_weights[group], 1e-300)
    excess = ((counts - expected) ** 2 - expected * others).sum()
    return float(np.clip(excess / max((expected**2 * others).sum(), 1e-300), LEAST_SPREAD, MOST_SPREAD))


def group_spread(groups, creatives, counts, expected, spread):
    """Relative variance of groups around what is expected of them; some assumed groups count beside."""
    _, member = np.unique(groups, return_inverse=True)
    weights = row_weights(creatives, expected, spread)
    seen, due = np.bincount(member, weights * counts), np.bincount(member, weights * expected)
    ratio = seen / np.maximum(due, 1e-300) - 1
    # the variance of a squared deviation: groups that little is known of must not decide
    worth = (due / (due + 1 / PRIOR_SPREAD)) ** 2
    excess = (worth * np.maximum(ratio**2 - 1 / np.maximum(due, 1e-300), -1)).sum()
    between = (excess + PRIOR_GROUPS * PRIOR_SPREAD) / (worth.sum() + PRIOR_GROUPS)
    return float(np.clip(between, LEAST_CAMPAIGN_SPREAD, MOST_SPREAD))


def linear_part(effects, rows):
    total = np.zeros(len(rows))
    for name, effect in effects.items():
        total += effect * np.clip(rows.x[:, rows.features.index(name)], 0, 1)
    return total


def campaign_part(effects, rows):
    return np.array([effects.get(str(name), 0.0) for name in rows.campaigns])
