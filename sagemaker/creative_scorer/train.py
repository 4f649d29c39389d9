"""Trains the creative scorer: expected click and result rates of ads. Runs by hand or in SageMaker's scikit-learn container.

python train.py --training DIR --model-dir DIR --output-data-dir DIR [--seed N] [--jobs N]
"""

import argparse
import os
import sys
from pathlib import Path

import numpy as np

from artifacts import card_of, failed, flat_metrics, model_json, save
from calibration import calibrate, calibration_of, levels
from heads import fit_heads
from metrics import evaluate, lift
from rows import joined, read_rows

# Fewer than these, and a difference between models is chance.
FEWEST_CREATIVES, FEWEST_VALIDATION_CREATIVES, FEWEST_EVENTS = 80, 20, 200
FOLDS = 5


def parse_args(words=None):
    parser = argparse.ArgumentParser(description="Trains the creative scorer on the files of a training snapshot.")
    parser.add_argument(
        "--training", default=os.environ.get("SM_CHANNEL_TRAINING", "fit"), help="folder with train.csv and validation.csv"
    )
    parser.add_argument(
        "--model-dir", default=os.environ.get("SM_MODEL_DIR", "model"), help="folder for model.json and what belongs to it"
    )
    parser.add_argument(
        "--output-data-dir", default=os.environ.get("SM_OUTPUT_DATA_DIR", "output"), help="folder for metrics.json"
    )
    parser.add_argument("--seed", type=int, default=7, help="seed of everything random: the same seed makes the same model")
    parser.add_argument("--jobs", type=int, default=int(os.environ.get("SM_NUM_CPUS", "1")), help="processors used by the forest")
    return parser.parse_args(words)


def load(folder):
    return {name: read_rows(Path(folder) / f"{name}.csv") for name in ["train", "validation"]}


def train(data, seed, jobs):
    """The chosen head of each rate, fitted on all rows, with how it was chosen."""
    results = {}
    for target in ["ctr", "result_rate"]:
        fit, validation = data["train"][target], data["validation"][target]
        if len(fit) and len(validation) and fit.counts.sum() > 0:
            results[target] = train_head(fit, validation, seed, jobs)
    if "ctr" not in results:
        raise ValueError("train.csv or validation.csv has no clicks to train on")
    return results


def train_head(fit, validation, seed, jobs):
    reason = too_little(fit, validation)
    candidates = fit_heads(["baseline"] if reason else ["baseline", "forest", "boosted"], fit, seed, jobs)
    due = {kind: unseen_counts(head, validation) for kind, head in candidates.items()}
    gains = {kind: lift(due[kind], due["baseline"], validation, seed) for kind in candidates if kind != "baseline"}
    best = max(gains, key=lambda kind: gains[kind]["lift"], default="baseline")
    if reason is None and gains[best]["low"] <= 0:
        reason = f"{best} does not clearly beat the means of campaign and format: {gains[best]['lift']:.4f}"
    chosen = "baseline" if reason else best
    for head in candidates.values():
        calibrate(head, validation)
    everything = joined(fit, validation)
    return {
        "head": refit(candidates[chosen], everything, seed, jobs),
        "baseline": refit(candidates["baseline"], everything, seed, jobs),
        "metrics": {
            "chosen": chosen,
            "reason": reason or f"{chosen} does best on unseen rows",
            "candidates": {
                kind: {
                    "train": evaluate(np.exp(head.log_rates(fit)), fit),
                    "validation": evaluate(due[kind] / validation.exposures, validation),
                    "lift_over_baseline": gains.get(kind),
                }
                for kind, head in candidates.items()
            },
        },
    }


def too_little(fit, validation):
    creatives, unseen = len(np.unique(fit.creatives)), len(np.unique(validation.creatives))
    if creatives < FEWEST_CREATIVES or unseen < FEWEST_VALIDATION_CREATIVES:
        return f"{creatives} creatives to train on and {unseen} to validate on are too few"
    events = fit.counts.sum()
    return None if events >= FEWEST_EVENTS else f"{events:g} events are too few"


def unseen_counts(head, rows):
    """Expected counts, calibrated on other folds of creatives than the one that is estimated."""
    _, member = np.unique(rows.creatives, return_inverse=True)
    logs, said = levels(head, rows), head.features_say(rows.x)
    for fold in range(FOLDS):
        here = member % FOLDS == fold
        if here.any():
            shift, stretch = calibration_of(head, rows.where(~here)) if (~here).any() else (0.0, 1.0)
            logs[here] += shift + stretch * said[here]
    return rows.exposures * np.exp(logs)


def refit(head, rows, seed, jobs):
    """With all rows; what validation said of shift, stretch and residual variance stays."""
    whole = fit_heads([head.kind], rows, seed, jobs)[head.kind]
    whole.shift, whole.stretch, whole.residual_spread = head.shift, head.stretch, head.residual_spread
    return whole


def main():
    arguments = parse_args()
    data = load(arguments.training)
    results = train(data, arguments.seed, arguments.jobs)
    metrics = flat_metrics(results)
    artifacts = {
        "model.json": model_json(results, data["train"]["ctr"].features),
        "metrics.json": metrics,
        "data_card.json": card_of(arguments.training, data),
    }
    save(artifacts, arguments.model_dir, arguments.output_data_dir)
    for split in ["train", "validation"]:
        print(f"{split}:rmse={metrics[f'{split}:rmse']:.10f};", flush=True)


if __name__ == "__main__":
    try:
        main()
    except (OSError, ValueError) as error:
        sys.exit(failed(error))
