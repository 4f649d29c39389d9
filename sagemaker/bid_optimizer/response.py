"""How a campaign's days respond to its bid: amount = level x (bid / reference)^elasticity, the elasticity never below 0.

Fitted by quasi-Poisson regression with weekdays beside the bid; what one campaign does not know, the others help out with.
"""

from dataclasses import dataclass

import numpy as np

# Bids closer than this are one bid.
LEAST_VARIATION = 1.05
FEWEST_DAYS_AT_A_BID = 5
# A day that spends this much of its budget was ended by the budget, not by the bid.
CAPPED_SHARE = 0.95
MOST_CAPPED = 0.5
# Before any data: one percent more bid buys about one percent more.
PRIOR_MEAN, PRIOR_SD = 1.0, 1.0
LEAST_CAMPAIGN_DEVIATION = 0.3
# With a wider posterior nothing is claimed.
WIDEST_ELASTICITY_SD = 0.5
WEEKDAY_PRIOR_SD = 0.3
# Strategies under which there is no bid to move, and why.
WITHOUT_BID = {
    "automatic": "the platform sets the bids itself",
    "unknown": "its bid strategy is unknown, and so is the meaning of its bid",
}
TARGETS = ["cost", "clicks", "results"]


@dataclass
class Fit:
    level: float
    elasticity: float
    elasticity_sd: float
    residual_sd: float


def is_capped(days):
    return days.of("cost") >= CAPPED_SHARE * np.where(np.isnan(days.of("daily_budget")), np.inf, days.of("daily_budget"))


def why_not_identified(days):
    """None where the days say what a bid does."""
    bids = days.of("bid")
    known = np.isfinite(bids)
    if days.strategy in WITHOUT_BID:
        return WITHOUT_BID[days.strategy]
    if not known.any():
        return "no bid is known"
    if bids[known].max() / bids[known].min() < LEAST_VARIATION:
        return "the bid never varied"
    capped = is_capped(days)[known].mean()
    if capped > MOST_CAPPED:
        return f"the daily budget, not the bid, limited {capped:.0%} of the days"
    free = known & ~is_capped(days)
    middle = np.sqrt(bids[known].max() * bids[known].min())
    fewest = min((bids[free] < middle).sum(), (bids[free] >= middle).sum())
    if fewest < FEWEST_DAYS_AT_A_BID:
        return f"too few days at another bid: {fewest}, where {FEWEST_DAYS_AT_A_BID} are needed"
    return None


def usable(days):
    """Days whose bid is known and that their budget did not end."""
    return days.where(np.isfinite(days.of("bid")) & ~is_capped(days))


def reference_bid(days):
    """The newest known bid: what a change starts from."""
    bids = days.of("bid")[np.isfinite(days.of("bid"))]
    return float(bids[-1]) if len(bids) else None


def fit_campaign(days, reference):
    """A fit for each target that was ever above 0; None for the others."""
    return {target: fit_response(days.where(np.isfinite(days.of(target))), target, reference) for target in TARGETS}


def fit_response(days, target, reference):
    amounts = days.of(target)
    if len(amounts) == 0 or amounts.sum() <= 0:
        return None
    design, penalty = design_of(days, np.log(days.of("bid") / reference))
    coefficients, covariance, residuals = quasi_poisson(design, amounts, penalty)
    # neighbouring days are alike: so many independent ones they are worth
    alike = np.clip(autocorrelation(residuals), 0, 0.8)
    elasticity_sd = float(np.sqrt(covariance[1, 1] * (1 + alike) / (1 - alike)))
    at_reference = design.copy()
    at_reference[:, 1] = 0
    level = float(np.exp(at_reference @ coefficients).mean())
    deviation = float(np.sqrt(np.log1p(max(residuals.var(), 1e-6) / max(amounts.mean(), 1e-9))))
    return Fit(level, float(coefficients[1]), elasticity_sd, deviation)


def design_of(days, bid):
    """Level, bid, and six weekdays beside the first; the last ones held near 0."""
    weekdays = (days.weekday[:, None] == np.arange(1, 7)).astype(float)
    design = np.column_stack([np.ones(len(days)), bid, weekdays])
    penalty = np.array([1e-9, 1e-9] + [1 / WEEKDAY_PRIOR_SD**2] * 6)
    return design, penalty


def quasi_poisson(design, amounts, penalty, steps=50):
    """Coefficients on the log scale, their covariance with the overdispersion of the days in it, and Pearson residuals."""
    coefficients = np.zeros(design.shape[1])
    coefficients[0] = np.log(amounts.mean())
    information = np.diag(penalty)
    for _ in range(steps):
        mean = np.exp(np.clip(design @ coefficients, -30, 30))
        information = design.T @ (design * mean[:, None]) + np.diag(penalty)
        step = np.linalg.solve(information, design.T @ (amounts - mean) - penalty * coefficients)
        coefficients = coefficients + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-10:
            break
    mean = np.exp(np.clip(design @ coefficients, -30, 30))
    residuals = (amounts - mean) / np.sqrt(mean)
    dispersion = (residuals**2).sum() / max(len(amounts) - 2, 1)
    return coefficients, dispersion * np.linalg.inv(information), residuals


def autocorrelation(values):
    centred = values - values.mean()
    return float((centred[1:] * centred[:-1]).sum() / max((centred**2).sum(), 1e-12)) if len(values) > 2 else 0.0


def pool(fits):
    """Mean and standard deviation of elasticities over campaigns (random effects), from the prior when there are few."""
    estimates = np.array([fit.elasticity for fit in fits])
    variances = np.array([fit.elasticity_sd**2 for fit in fits])
    variance = LEAST_CAMPAIGN_DEVIATION**2
    if len(fits) > 2:
        weights = 1 / variances
        mean = np.average(estimates, weights=weights)
        excess = (weights * (estimates - mean) ** 2).sum() - (len(fits) - 1)
        variance = max(variance, excess / (weights.sum() - (weights**2).sum() / weights.sum()))
    weights = 1 / (variances + variance)
    precision = weights.sum() + 1 / PRIOR_SD**2
    mean = (weights @ estimates + PRIOR_MEAN / PRIOR_SD**2) / precision
    return float(mean), float(np.sqrt(1 / precision + variance))


def shrink(fit, mean, sd):
    """A campaign's own elasticity, pulled towards the others', and never below 0: more bid never buys less."""
    own, others = 1 / fit.elasticity_sd**2, 1 / sd**2
    elasticity = (own * fit.elasticity + others * mean) / (own + others)
    return Fit(fit.level, max(0.0, float(elasticity)), float(np.sqrt(1 / (own + others))), fit.residual_sd)
