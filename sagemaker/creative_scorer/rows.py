"""Training rows: the CSV files of a snapshot as arrays. A row is what a creative did in a block of days."""

import csv
from dataclasses import dataclass, replace

import numpy as np

# Columns that are not features; core/learn/training/creative-samples.ts writes them.
KEYS = ["creative", "campaign", "from_day", "to_day", "impressions", "clicks", "result_impressions", "results", "cost", "currency"]


@dataclass(frozen=True)
class Rows:
    """Counts over exposures (impressions) with the features of each row."""

    features: list
    x: np.ndarray
    creatives: np.ndarray
    campaigns: np.ndarray
    counts: np.ndarray
    exposures: np.ndarray

    def __len__(self):
        return len(self.counts)

    def where(self, mask):
        chosen = {name: getattr(self, name)[mask] for name in ["x", "creatives", "campaigns", "counts", "exposures"]}
        return replace(self, **chosen)


def read_rows(path):
    """Rows for each rate: `ctr`, and `result_rate` with only the rows whose results are known."""
    with open(path, encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = next(reader, None)
        lines = list(reader)
    if not header or not lines:
        raise ValueError(f"{path} has no rows")
    missing = [name for name in ["creative", "campaign", "impressions", "clicks"] if name not in header]
    if missing:
        raise ValueError(f"{path} lacks the columns {', '.join(missing)}")
    column = {name: [line[at] for line in lines] for at, name in enumerate(header)}
    features = [name for name in header if name not in KEYS]
    rows = Rows(
        features=features,
        x=np.array([column[name] for name in features], dtype=np.float64).T.reshape(len(lines), len(features)),
        creatives=np.array(column["creative"]),
        campaigns=np.array(column["campaign"]),
        counts=_numbers(column["clicks"]),
        exposures=_numbers(column["impressions"]),
    )
    if not np.isfinite(rows.x).all():
        raise ValueError(f"{path} holds a feature that is not a number")
    unknown = [""] * len(lines)
    results = replace(
        rows,
        counts=_numbers(column.get("results", unknown)),
        exposures=_numbers(column.get("result_impressions", unknown)),
    )
    known = np.isfinite(results.counts) & (results.exposures > 0)
    return {"ctr": rows.where(rows.exposures > 0), "result_rate": results.where(known)}


def joined(one, other):
    """Both, one after the other; of the same features."""
    if one.features != other.features:
        raise ValueError("train.csv and validation.csv have different features")
    names = ["x", "creatives", "campaigns", "counts", "exposures"]
    return replace(one, **{name: np.concatenate([getattr(one, name), getattr(other, name)]) for name in names})


def _numbers(cells):
    return np.array([float(cell) if cell != "" else np.nan for cell in cells])

