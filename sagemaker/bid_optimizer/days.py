"""Training rows: what each campaign did on days on which one bid held from beginning to end."""

import csv
from dataclasses import dataclass
from datetime import date

import numpy as np

COLUMNS = ["campaign", "day", "weekday", "strategy", "currency", "daily_budget", "impressions", "clicks", "results", "cost", "bid"]
NUMBERS = ["daily_budget", "clicks", "results", "cost", "bid"]


@dataclass(frozen=True)
class Days:
    """Days of one campaign, in order. NaN where nothing is known: no bid, no budget, no results."""

    campaign: str
    strategy: str
    currency: str
    day: np.ndarray
    weekday: np.ndarray
    numbers: dict

    def __len__(self):
        return len(self.day)

    def of(self, name):
        return self.numbers[name]

    def where(self, mask):
        chosen = {name: values[mask] for name, values in self.numbers.items()}
        return Days(self.campaign, self.strategy, self.currency, self.day[mask], self.weekday[mask], chosen)


def read_days(path):
    """Days by campaign. A campaign's newest strategy counts, and only days under it."""
    with open(path, encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        lines = list(reader)
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or [])]
    if missing:
        raise ValueError(f"{path} lacks the columns {', '.join(missing)}")
    by_campaign = {}
    for line in sorted(lines, key=lambda line: line["day"]):
        by_campaign.setdefault(line["campaign"], []).append(line)
    return {campaign: _days(campaign, group) for campaign, group in by_campaign.items()}


def joined(one, other):
    """Both, of campaigns that stand in either."""
    both = {}
    for campaign in one.keys() | other.keys():
        parts = [part[campaign] for part in [one, other] if campaign in part]
        newest = parts[-1]
        parts = [part for part in parts if (part.strategy, part.currency) == (newest.strategy, newest.currency)]
        numbers = {name: np.concatenate([part.of(name) for part in parts]) for name in NUMBERS}
        day, weekday = (np.concatenate([getattr(part, name) for part in parts]) for name in ["day", "weekday"])
        both[campaign] = Days(campaign, newest.strategy, newest.currency, day, weekday, numbers)
    return both


def _days(campaign, lines):
    newest = lines[-1]
    lines = [line for line in lines if (line["strategy"], line["currency"]) == (newest["strategy"], newest["currency"])]
    return Days(
        campaign,
        newest["strategy"],
        newest["currency"],
        np.array([date.fromisoformat(line["day"]).toordinal() for line in lines]),
        np.array([int(line["weekday"]) for line in lines]),
        {name: np.array([float(line[name]) if line[name] else np.nan for line in lines]) for name in NUMBERS},
    )
