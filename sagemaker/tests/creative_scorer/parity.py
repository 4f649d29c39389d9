"""Writes models of every kind, random rows, and what scikit-learn itself predicts for them: python parity.py FOLDER."""

import json
import sys
from pathlib import Path

import numpy as np

from artifacts import model_json
from calibration import calibrate
from export import trees_of
from heads import fit_heads
from made_rows import FEATURES, made_rows
from metrics import evaluate
from rows import Rows

ROWS = 10_000


def random_rows(heads, seed=5):
    """Anything within and beyond what was trained on; a third stands exactly on a threshold or one step beside it."""
    rng = np.random.default_rng(seed)
    x = rng.normal(0, 1, (ROWS, len(FEATURES))) * [20, 1, 1, 1, 1, 60] + [15, 0.5, 0.5, 0.5, 0.5, 40]
    splits = [
        (feature, threshold)
        for head in heads
        for tree in trees_of(head)[0]
        for feature, threshold, left in zip(tree["feature"], tree["threshold"], tree["left"], strict=True)
        if left
    ]
    for row in range(0, ROWS, 3):
        feature, threshold = splits[rng.integers(len(splits))]
        x[row, feature] = rng.choice([threshold, np.nextafter(threshold, 1e9), np.nextafter(threshold, -1e9)])
    campaigns = np.array([f"campaign {n}" for n in rng.integers(0, 15, ROWS)])
    exposures = rng.integers(1, 5000, ROWS).astype(float)
    counts = np.minimum(rng.poisson(exposures * 0.006), exposures).astype(float)
    return Rows(FEATURES, x, np.arange(ROWS).astype(str), campaigns, counts, exposures)


def main(folder):
    fit, validation = made_rows(240), made_rows(60, seed=2)
    heads = fit_heads(["baseline", "forest", "boosted"], fit, seed=3, jobs=1)
    for head in heads.values():
        calibrate(head, validation)
    rows = random_rows(heads.values())
    said = {}
    for kind, head in heads.items():
        model = model_json({"ctr": {"head": head, "baseline": heads["baseline"]}}, FEATURES)
        (folder / f"{kind}.json").write_text(json.dumps(model, allow_nan=False))
        rates = np.exp(head.log_rates(rows))
        said[kind] = {"rates": rates.tolist(), "metrics": evaluate(np.minimum(rates, 1), rows)}
    columns = {"x": rows.x.tolist(), "campaigns": rows.campaigns.tolist()}
    columns |= {"counts": rows.counts.tolist(), "exposures": rows.exposures.tolist()}
    (folder / "rows.json").write_text(json.dumps(columns | {"said": said}, allow_nan=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
