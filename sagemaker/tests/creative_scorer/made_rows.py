"""Ads whose rates are known, because they are made here."""

import numpy as np

from rows import Rows

FEATURES = ["words", "numbers", "share", "format_video", "format_update", "age_days"]


def made_rows(creatives, seed=1, effect=0.5, campaigns=12, rows_each=2, impressions=20_000):
    """Creatives in campaigns of their own level; `effect` is what a number in the text adds to the log rate."""
    rng = np.random.default_rng(seed)
    many = creatives * rows_each
    creative = np.repeat(np.arange(creatives), rows_each)
    campaign = creative % campaigns
    video = (campaign % 3 == 0).astype(float)
    numbers = rng.integers(0, 2, creatives)[creative].astype(float)
    x = np.column_stack([rng.integers(3, 30, many), numbers, rng.random(many), video, 1 - video, rng.integers(0, 90, many)])
    logs = np.log(0.006) + rng.normal(0, 0.3, campaigns)[campaign] - 0.3 * video + effect * numbers
    logs += rng.normal(0, 0.1, creatives)[creative]
    exposures = rng.integers(impressions // 2, impressions, many).astype(float)
    return Rows(
        features=FEATURES,
        x=x.astype(float),
        creatives=np.array([f"creative {n}" for n in creative]),
        campaigns=np.array([f"campaign {n}" for n in campaign]),
        counts=rng.poisson(exposures * np.exp(logs)).astype(float),
        exposures=exposures,
    )
