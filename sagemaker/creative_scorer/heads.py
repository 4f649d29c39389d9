"""One head of the model for each rate: pooled means, and on top of them trees that say what a creative adds."""

from dataclasses import dataclass, replace

import numpy as np
from sklearn.ensemble import HistGradientBoostingRegressor, RandomForestRegressor
from threadpoolctl import threadpool_limits

from linear import Linear, fit_linear
from pooling import LEAST_SPREAD, Pooled, pool, row_weights

BACKFITTING_ROUNDS = 2


@dataclass
class Head:
    """log rate = log_rate + format + campaign + stretch x (what the features say)."""

    kind: str
    features: list[str]
    pooled: Pooled
    linear: Linear | None = None
    trees: RandomForestRegressor | HistGradientBoostingRegressor | None = None
    shift: float = 0.0
    stretch: float = 1.0
    residual_spread: float = LEAST_SPREAD

    @threadpool_limits.wrap(limits=1)
    def features_say(self, x):
        return sum((part.predict(x) for part in [self.linear, self.trees] if part is not None), np.zeros(len(x)))

    def log_rates(self, rows):
        return self.pooled.level(rows) + self.shift + self.stretch * self.features_say(rows.x)


# Boosting takes every core it finds; for so few rows, waiting for them costs more than they bring.
@threadpool_limits.wrap(limits=1)
def fit_heads(kinds, rows, seed, jobs):
    """One head of each kind, all on the same rows."""
    fits = {"baseline": fit_baseline, "forest": fit_forest, "boosted": fit_boosted}
    return {kind: fits[kind](rows, seed, jobs) for kind in kinds}


def fit_baseline(rows, _seed, _jobs):
    return Head("baseline", rows.features, pool(rows))


def fit_forest(rows, seed, jobs):
    """Trees take what campaigns leave over, and campaigns what trees leave over that have not seen the row."""
    helper = forest(seed, jobs, trees=100, oob_score=True)
    helper.fit(rows.x, *targets(rows, formats_alone(rows), np.zeros(len(rows))))
    # a row that every tree has seen says nothing out of bag
    said = np.nan_to_num(helper.oob_prediction_)
    pooled = pool(rows, said)
    return Head("forest", rows.features, pooled, trees=forest(seed, jobs).fit(rows.x, *targets(rows, pooled, said)))


def fit_boosted(rows, seed, _jobs):
    """Boosting that begins with what each feature does by itself; small trees add what bends and what depends."""
    linear, pooled, said = None, formats_alone(rows), np.zeros(len(rows))
    for _ in range(BACKFITTING_ROUNDS):
        target, weights = targets(rows, pooled, said)
        linear = fit_linear(rows, target, weights, pooled.campaign_spread)
        said = linear.predict(rows.x)
        pooled = replace(pool(rows, said), campaigns={})
    pooled = pool(rows, said)
    target, weights = targets(rows, pooled, said)
    return Head("boosted", rows.features, pooled, linear, boosted(seed).fit(rows.x, target - said, weights))


def formats_alone(rows):
    """Features come first: what campaigns of one kind share is not each campaign's own."""
    return replace(pool(rows), campaigns={})


def forest(seed, jobs, trees=200, **options):
    return RandomForestRegressor(
        n_estimators=trees,
        min_samples_leaf=8,
        max_leaf_nodes=48,
        max_features=1 / 3,
        random_state=seed,
        n_jobs=jobs,
        **options,
    )


def boosted(seed):
    """Small trees: most of what a text does is done by each of its parts alone."""
    return HistGradientBoostingRegressor(
        learning_rate=0.05,
        max_iter=100,
        max_leaf_nodes=4,
        min_samples_leaf=20,
        l2_regularization=5.0,
        random_state=seed,
    )


def targets(rows, pooled, said):
    """Logarithm of a row's shrunk rate over its campaign's, and its weight: impressions, levelling off where chance ends."""
    expected = rows.exposures * np.exp(pooled.level(rows))
    prior = 1 / pooled.creative_spread
    shrunk = np.log((rows.counts + prior * np.exp(said)) / (expected + prior))
    return shrunk, expected * row_weights(rows.creatives, expected, pooled.creative_spread)
