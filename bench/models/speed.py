"""Fits a forest to a snapshot, writes it as model.json, and times scikit-learn's own predict on 10,000 creatives.

python speed.py FOLDER: reads FOLDER/fit, writes model.json, rows.json and timing.json there.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np

from artifacts import model_json
from heads import Head, fit_forest
from pooling import pool
from rows import read_rows

ROWS, RUNS = 10_000, 25


def main(folder):
    rows = read_rows(folder / "fit" / "train.csv")["ctr"]
    head = fit_forest(rows, seed=7, jobs=1)
    model = model_json({"ctr": {"head": head, "baseline": Head("baseline", rows.features, pool(rows))}}, rows.features)
    (folder / "model.json").write_text(json.dumps(model))
    chosen = np.random.default_rng(7).integers(0, len(rows), ROWS)
    x = rows.x[chosen]
    (folder / "rows.json").write_text(json.dumps({"x": x.tolist(), "campaigns": rows.campaigns[chosen].tolist()}))
    times = {f"jobs_{jobs}": timed(head.trees, x, jobs) for jobs in [1, 2]}
    rates = np.exp(head.log_rates(rows.where(chosen)))
    nodes = sum(tree.tree_.node_count for tree in head.trees.estimators_)
    trees = len(head.trees.estimators_)
    (folder / "timing.json").write_text(json.dumps(times | {"rates": rates.tolist(), "nodes": nodes, "trees": trees}))


def timed(forest, x, jobs):
    """Milliseconds of each run."""
    forest.n_jobs = jobs
    forest.predict(x)
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        forest.predict(x)
        times.append(1000 * (time.perf_counter() - began))
    return times


if __name__ == "__main__":
    main(Path(sys.argv[1]))
