"""The creative scorer on ads whose rates are known. Run with PYTHONPATH=sagemaker/creative_scorer."""

import csv
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np

import train
from made_rows import made_rows
from metrics import calibration_slope, deviance, evaluate, lift, rank_correlation, ranks
from pooling import pool
from rows import read_rows

SCRIPT = Path(train.__file__)
HEADER = ["creative", "campaign", "from_day", "to_day", "impressions", "clicks", "result_impressions", "results", "cost", "currency"]


def write(path, rows, results=None):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([*HEADER, *rows.features])
        for at in range(len(rows)):
            known = ["", ""] if results is None else [rows.exposures[at], results[at]]
            keys = [rows.creatives[at], rows.campaigns[at], "2026-01-05", "2026-02-01"]
            writer.writerow([*keys, rows.exposures[at], rows.counts[at], *known, "", "", *rows.x[at]])


class Choosing(unittest.TestCase):
    def test_trees_are_chosen_where_the_text_explains_the_rate(self):
        found = train.train_head(made_rows(240), made_rows(80, seed=2), seed=3, jobs=1)
        self.assertIn(found["metrics"]["chosen"], ["forest", "boosted"])
        best = found["metrics"]["candidates"][found["metrics"]["chosen"]]["lift_over_baseline"]
        self.assertGreater(best["low"], 0)
        self.assertLess(best["low"], best["lift"])

    def test_fifty_creatives_give_the_baseline(self):
        found = train.train_head(made_rows(30), made_rows(20, seed=2), seed=3, jobs=1)
        self.assertEqual(found["metrics"]["chosen"], "baseline")
        self.assertEqual(found["metrics"]["reason"], "30 creatives to train on and 20 to validate on are too few")
        self.assertEqual((found["head"].linear, found["head"].trees), (None, None))

    def test_texts_that_explain_nothing_give_the_baseline(self):
        for seed in range(3):
            found = train.train_head(made_rows(160, seed, effect=0), made_rows(60, seed + 50, effect=0), seed=3, jobs=1)
            self.assertEqual(found["metrics"]["chosen"], "baseline", found["metrics"]["reason"])

    def test_the_same_seed_gives_the_same_model(self):
        one, other = (train.train_head(made_rows(100), made_rows(40, 2), seed=3, jobs=1) for _ in range(2))
        rows = made_rows(20, seed=9)
        np.testing.assert_array_equal(one["head"].log_rates(rows), other["head"].log_rates(rows))


class Pooling(unittest.TestCase):
    def test_a_campaign_with_little_data_stays_close_to_its_format(self):
        rows = made_rows(60, effect=0)
        one = rows.where(np.arange(len(rows)) < 1)
        tiny = type(one)(rows.features, one.x, np.array(["new"]), np.array(["new"]), np.array([5.0]), np.array([100.0]))
        both = pool(train.joined(rows, tiny))
        self.assertLess(abs(both.campaigns["new"]), np.log(0.05 / 0.006) / 4)

    def test_a_large_campaign_keeps_its_own_mean(self):
        rows = made_rows(60, effect=0, impressions=2_000_000)
        pooled = pool(rows)
        for name in np.unique(rows.campaigns):
            part = rows.where(rows.campaigns == name)
            seen = np.log(part.counts.sum() / part.exposures.sum())
            self.assertAlmostEqual(pooled.level(part)[0], seen, delta=0.15)


class Metrics(unittest.TestCase):
    def test_deviance_is_zero_where_the_estimate_is_what_came(self):
        np.testing.assert_allclose(deviance(np.array([3.0, 2.0]), np.array([3.0, 0.0])), [0, 4])

    def test_ranks_of_ties_are_their_mean(self):
        np.testing.assert_array_equal(ranks(np.array([2.0, 1.0, 2.0])), [2.5, 1, 2.5])
        self.assertAlmostEqual(rank_correlation(np.array([1.0, 2, 3]), np.array([3.0, 2, 1])), -1)
        self.assertIsNone(rank_correlation(np.array([1.0, 1]), np.array([1.0, 2])))

    def test_the_slope_says_how_much_too_bold_estimates_are(self):
        logs = np.linspace(-1, 1, 400)
        self.assertAlmostEqual(calibration_slope(logs, np.full(400, 50.0) * np.exp(logs), 50 * np.exp(0.5 * logs)), 0.5, 6)

    def test_a_model_that_knows_the_truth_saves_what_can_be_saved(self):
        rows = made_rows(200)
        true = rows.counts + 0.5
        saved = lift(true, np.full(len(rows), rows.counts.mean()), rows, seed=1)
        self.assertGreater(saved["low"], 0.9)
        self.assertEqual(evaluate(rows.counts / rows.exposures, rows)["rmse"], 0)


class Command(unittest.TestCase):
    def folder(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        return Path(place.name)

    def run_train(self, fit, validation, results=None):
        folder = self.folder()
        write(folder / "train.csv", fit, results)
        write(folder / "validation.csv", validation, None if results is None else results[: len(validation)])
        words = ["--training", folder, "--model-dir", folder / "model", "--output-data-dir", folder / "output"]
        return subprocess.run([sys.executable, SCRIPT, *words], capture_output=True, text=True), folder / "model"

    def test_writes_its_files_and_prints_what_the_metric_patterns_look_for(self):
        done, model = self.run_train(made_rows(40), made_rows(20, seed=2))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"^train:rmse=0\.\d+;\nvalidation:rmse=0\.\d+;\n$")
        files = sorted(path.relative_to(model).as_posix() for path in model.rglob("*") if path.is_file())
        self.assertEqual(files, ["code/inference.py", "data_card.json", "metrics.json", "model.json"])
        serving = Path(SCRIPT).parent.parent / "serving" / "inference.py"
        self.assertEqual((model / "code" / "inference.py").read_bytes(), serving.read_bytes())
        metrics = json.loads((model / "metrics.json").read_text())
        self.assertEqual(f"{metrics['train:rmse']:.10f}", done.stdout.split("=")[1].split(";")[0])
        self.assertIsNone(json.loads((model / "model.json").read_text())["heads"]["result_rate"])

    def test_estimates_results_where_they_are_known(self):
        fit = made_rows(40)
        done, model = self.run_train(fit, made_rows(20, seed=2), results=np.round(fit.counts / 10))
        self.assertEqual(done.returncode, 0, done.stderr)
        head = json.loads((model / "model.json").read_text())["heads"]["result_rate"]
        self.assertAlmostEqual(np.exp(head["log_rate"]), 0.00075, delta=0.0004)

    def test_failure_is_one_line(self):
        fit = made_rows(5)
        done, model = self.run_train(fit.where(fit.counts < 0), fit)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"^training failed: .*train\.csv has no rows\n$")
        self.assertFalse(model.exists())

    def test_a_feature_that_is_no_number_is_refused(self):
        fit = made_rows(5)
        fit.x[0, 0] = np.nan
        folder = self.folder()
        write(folder / "train.csv", fit)
        with self.assertRaisesRegex(ValueError, "holds a feature that is not a number"):
            read_rows(folder / "train.csv")


if __name__ == "__main__":
    unittest.main()
