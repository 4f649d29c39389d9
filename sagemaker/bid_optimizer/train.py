"""Trains the bid model: what a campaign's day costs and brings at a bid. Runs by hand or in SageMaker's scikit-learn container.

python train.py --training DIR --model-dir DIR --output-data-dir DIR [--experiment-step 0.1]
"""

import argparse
import os
import sys
from pathlib import Path

import numpy as np

from artifacts import card_of, failed, model_json, save
from days import joined, read_days
from experiment import propose
from response import WIDEST_ELASTICITY_SD, WITHOUT_BID, fit_campaign, pool, reference_bid, shrink, usable, why_not_identified

LARGEST_STEP = 0.1


def parse_args(words=None):
    parser = argparse.ArgumentParser(description="Trains the bid model on the files of a training snapshot.")
    parser.add_argument(
        "--training", default=os.environ.get("SM_CHANNEL_TRAINING", "fit"), help="folder with train.csv and validation.csv"
    )
    parser.add_argument(
        "--model-dir", default=os.environ.get("SM_MODEL_DIR", "model"), help="folder for model.json and what belongs to it"
    )
    parser.add_argument(
        "--output-data-dir", default=os.environ.get("SM_OUTPUT_DATA_DIR", "output"), help="folder for metrics.json"
    )
    parser.add_argument(
        "--experiment-step", type=float, default=LARGEST_STEP,
        help="size of the proposed experiment as a share of the bid, at most 0.1",
    )
    parser.add_argument("--seed", type=int, default=7, help="ignored: nothing here is random; accepted as by the creative scorer")
    parser.add_argument("--jobs", type=int, default=1, help="ignored: one is enough; accepted as by the creative scorer")
    return parser.parse_args(words)


def load(folder):
    return {name: read_days(Path(folder) / f"{name}.csv") for name in ["train", "validation"]}


def train(campaigns, step):
    """Campaigns by key, and what those with varied bids have in common."""
    reasons = {key: why_not_identified(days) for key, days in campaigns.items()}
    fits = {
        key: fit_campaign(usable(days), reference_bid(days)) for key, days in campaigns.items() if reasons[key] is None
    }
    for key in [key for key, fit in fits.items() if fit["clicks"] is None or fit["cost"] is None]:
        reasons[key] = "nothing was delivered on the days that could show the effect"
        del fits[key]
    pooled = {target: pooled_of(fits, target) for target in ["cost", "clicks", "results"]}
    shrunk = {key: shrunk_fits(fit, pooled) for key, fit in fits.items()}
    for key, fit in shrunk.items():
        clicks = fit["clicks"]
        if clicks is not None and clicks.elasticity_sd > WIDEST_ELASTICITY_SD:
            reasons[key] = f"the effect of its bid is too uncertain: ±{clicks.elasticity_sd:.2f}"
    return {
        "campaigns": {key: campaign_json(days, reasons[key], shrunk.get(key), step) for key, days in campaigns.items()},
        "pooled": pooled_json(pooled["clicks"], sum(reason is None for reason in reasons.values())),
    }


def pooled_of(fits, target):
    known = [fit[target] for fit in fits.values() if fit[target] is not None]
    return pool(known) if known else None


def shrunk_fits(fits, pooled):
    return {target: fit and shrink(fit, *pooled[target]) for target, fit in fits.items()}


def pooled_json(pooled, identified):
    if pooled is None or identified == 0:
        return None
    return {"campaigns": identified, "elasticity": max(0.0, pooled[0]), "elasticity_sd": pooled[1]}


def campaign_json(days, reason, fits, step):
    bid = reference_bid(days)
    bids = days.of("bid")[np.isfinite(days.of("bid"))]
    may_try = reason is not None and days.strategy not in WITHOUT_BID and bid is not None
    return {
        "strategy": days.strategy,
        "currency": days.currency,
        "identified": reason is None,
        "reason": reason or "its bid varied enough to measure the effect",
        "reference_bid": bid,
        "lowest_bid": float(bids.min()) if len(bids) else None,
        "highest_bid": float(bids.max()) if len(bids) else None,
        "days": len(days),
        "responses": None if reason else {target: fit and vars(fit) for target, fit in fits.items()},
        "experiment": propose(bid, days.of("clicks"), min(step, LARGEST_STEP)) if may_try else None,
    }


def evaluate(model, levels, campaigns):
    """Clicks a day, of all campaigns that training knew: at their bids where that is identified, else their mean."""
    ours, flat, seen = [], [], []
    for key, days in campaigns.items():
        curve = ((model["campaigns"].get(key) or {}).get("responses") or {}).get("clicks")
        if key not in levels:
            continue
        part = days if curve is None else usable(days)
        level = levels[key] if curve is None else curve["level"]
        distance = 0 if curve is None else np.log(part.of("bid") / model["campaigns"][key]["reference_bid"])
        ours.append(level * np.exp((curve["elasticity"] if curve else 0) * distance) * np.ones(len(part)))
        flat.append(np.full(len(part), level))
        seen.append(part.of("clicks"))
    if sum(map(len, seen)) == 0:
        return {"days": 0, "rmse": None, "rmse_without_bids": None}
    ours, flat, seen = map(np.concatenate, [ours, flat, seen])
    return {"days": len(seen), "rmse": root_mean_square(ours - seen), "rmse_without_bids": root_mean_square(flat - seen)}


def root_mean_square(errors):
    return float(np.sqrt((errors**2).mean()))


def main():
    arguments = parse_args()
    data = load(arguments.training)
    if not data["train"] or not data["validation"]:
        raise ValueError("there are no days to train on")
    judged = train(data["train"], arguments.experiment_step)
    levels = {key: float(days.of("clicks").mean()) for key, days in data["train"].items()}
    metrics = {split: evaluate(judged, levels, data[split]) for split in ["train", "validation"]}
    model = train(joined(data["train"], data["validation"]), arguments.experiment_step)
    campaigns = model["campaigns"].values()
    flat = {f"{split}:rmse": metrics[split]["rmse"] for split in metrics}
    counts = {"campaigns": len(campaigns), "identified": sum(each["identified"] for each in campaigns)}
    artifacts = {
        "model.json": model_json(model),
        "metrics.json": flat | counts | {"splits": metrics},
        "data_card.json": card_of(arguments.training, data),
    }
    save(artifacts, arguments.model_dir, arguments.output_data_dir)
    for name, value in flat.items():
        measured = f"{name}={value:.10f};" if value is not None else f"{name}: no campaign that was trained on"
        print(measured, flush=True)


if __name__ == "__main__":
    try:
        main()
    except (OSError, ValueError) as error:
        sys.exit(failed(error))
