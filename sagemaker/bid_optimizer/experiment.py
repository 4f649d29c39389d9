"""A small and safe way to learn what a bid does: two bids close to the present one, in turns of whole weeks."""

import math

import numpy as np

WEEK = 7
WANTED_ELASTICITY_SD = 0.5
MOST_DAYS = 8 * WEEK
# Standard deviation of a day's logarithm, assumed where a campaign has too few days to tell.
TYPICAL_DEVIATION = 0.25
FEWEST_DAYS = 14


def propose(bid, amounts, step):
    """Bids a step below and above, for as many days as the variance of the days asks for (at most eight weeks)."""
    deviation = deviation_of(amounts)
    wanted = (deviation / (step * WANTED_ELASTICITY_SD)) ** 2
    days = min(MOST_DAYS, max(2 * WEEK, 2 * WEEK * math.ceil(wanted / (2 * WEEK))))
    return {
        "low_bid": round(bid * (1 - step), 2),
        "high_bid": round(bid * (1 + step), 2),
        "days_per_bid": WEEK,
        "days": days,
        "expected_elasticity_sd": deviation / (step * math.sqrt(days)),
    }


def deviation_of(amounts):
    known = amounts[np.isfinite(amounts) & (amounts > 0)]
    return float(max(np.log(known).std(), 0.05)) if len(known) >= FEWEST_DAYS else TYPICAL_DEVIATION
