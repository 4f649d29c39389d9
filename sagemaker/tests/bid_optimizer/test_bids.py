"""The bid model on days whose response to the bid is known. Run with PYTHONPATH=sagemaker/bid_optimizer."""

import csv
import json
import subprocess
import sys
import tempfile
import unittest
from datetime import date, timedelta
from pathlib import Path

import numpy as np

import train
from days import COLUMNS
from response import Fit, pool, shrink

SCRIPT = Path(train.__file__)


def line(campaign, day, bid, clicks, strategy="manual", cost=None, budget=500.0, results=""):
    return {
        "campaign": campaign,
        "day": (date(2026, 3, 1) + timedelta(days=day)).isoformat(),
        "weekday": (date(2026, 3, 1) + timedelta(days=day)).isoweekday() % 7,
        "strategy": strategy,
        "currency": "USD",
        "daily_budget": budget,
        "impressions": clicks * 200,
        "clicks": clicks,
        "results": results,
        "cost": clicks * 5 if cost is None else cost,
        "bid": bid,
    }


def responding(campaign, elasticity, days=80, seed=1, bids=(8.0, 12.0)):
    """Clicks of a campaign whose bid changes every ten days."""
    rng = np.random.default_rng(seed)
    bid = [bids[(day // 10) % len(bids)] for day in range(days)]
    return [line(campaign, day, bid[day], int(rng.poisson(40 * (bid[day] / 10) ** elasticity))) for day in range(days)]


class Training(unittest.TestCase):
    def run_train(self, lines, cut=60):
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            first = date(2026, 3, 1)
            for name, low, high in [("train", 0, cut), ("validation", cut, 10_000)]:
                with open(place / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
                    writer = csv.DictWriter(file, COLUMNS)
                    writer.writeheader()
                    writer.writerows(each for each in lines if low <= (date.fromisoformat(each["day"]) - first).days < high)
            words = [sys.executable, str(SCRIPT), "--training", folder, "--model-dir", folder, "--output-data-dir", folder]
            done = subprocess.run(words, capture_output=True, text=True)
            model = json.loads((place / "model.json").read_text()) if (place / "model.json").exists() else None
            return done, model

    def test_finds_the_elasticity_that_the_days_were_made_with(self):
        done, model = self.run_train([each for n in range(3) for each in responding(f"c{n}", 0.8, seed=n)])
        self.assertEqual(done.returncode, 0, done.stderr)
        for campaign in model["campaigns"].values():
            self.assertTrue(campaign["identified"], campaign["reason"])
            found = campaign["responses"]["clicks"]
            self.assertAlmostEqual(found["elasticity"], 0.8, delta=3 * found["elasticity_sd"])
            self.assertLess(found["elasticity_sd"], 0.3)
            self.assertIsNone(campaign["responses"]["results"])
        self.assertRegex(done.stdout, r"train:rmse=[0-9.]+;\nvalidation:rmse=[0-9.]+;")

    def test_a_bid_that_never_varied_is_not_identified_and_a_small_experiment_is_proposed(self):
        done, model = self.run_train(responding("still", 0.8, bids=(10.0,)))
        self.assertEqual(done.returncode, 0, done.stderr)
        campaign = model["campaigns"]["still"]
        self.assertEqual((campaign["identified"], campaign["reason"]), (False, "the bid never varied"))
        self.assertIsNone(campaign["responses"])
        self.assertEqual((campaign["experiment"]["low_bid"], campaign["experiment"]["high_bid"]), (9.0, 11.0))
        self.assertEqual(campaign["experiment"]["days"] % 14, 0)
        self.assertIsNone(model["pooled"])

    def test_a_platform_that_bids_for_itself_gets_no_experiment(self):
        _, model = self.run_train([line("auto", day, "", 40, strategy="automatic") for day in range(80)])
        self.assertEqual(model["campaigns"]["auto"]["reason"], "the platform sets the bids itself")
        self.assertIsNone(model["campaigns"]["auto"]["experiment"])

    def test_a_bid_of_an_unknown_strategy_is_not_learned_from_and_not_moved(self):
        _, model = self.run_train([line("odd", day, [8, 12][day % 2], 40, strategy="unknown") for day in range(80)])
        reason = "its bid strategy is unknown, and so is the meaning of its bid"
        self.assertEqual((model["campaigns"]["odd"]["identified"], model["campaigns"]["odd"]["reason"]), (False, reason))
        self.assertIsNone(model["campaigns"]["odd"]["experiment"])

    def test_days_that_the_budget_ended_say_nothing_of_the_bid(self):
        lines = [line("capped", day, [8, 12][day // 10 % 2], 40, cost=100, budget=100) for day in range(80)]
        _, model = self.run_train(lines)
        self.assertEqual(model["campaigns"]["capped"]["reason"], "the daily budget, not the bid, limited 100% of the days")

    def test_few_days_at_another_bid_are_not_enough(self):
        lines = [line("few", day, 12 if day > 77 else 8, 40) for day in range(80)]
        _, model = self.run_train(lines)
        self.assertEqual(model["campaigns"]["few"]["reason"], "too few days at another bid: 2, where 5 are needed")

    def test_a_response_never_falls_with_the_bid(self):
        _, model = self.run_train([each for n in range(4) for each in responding(f"c{n}", -0.7, seed=n)])
        for campaign in model["campaigns"].values():
            if campaign["identified"]:
                self.assertGreaterEqual(campaign["responses"]["clicks"]["elasticity"], 0)

    def test_without_days_it_fails_with_one_line(self):
        done, model = self.run_train([])
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr.strip(), "training failed: there are no days to train on")
        self.assertIsNone(model)


class Pooling(unittest.TestCase):
    def test_a_campaign_that_knows_little_leans_on_the_others(self):
        mean, sd = pool([Fit(1, 0.5, 0.1, 0.2)] * 5)
        self.assertAlmostEqual(mean, 0.5, delta=0.05)
        self.assertAlmostEqual(shrink(Fit(1, 3.0, 10.0, 0.2), mean, sd).elasticity, mean, delta=0.05)
        self.assertAlmostEqual(shrink(Fit(1, 3.0, 0.01, 0.2), mean, sd).elasticity, 3.0, delta=0.01)


if __name__ == "__main__":
    unittest.main()
