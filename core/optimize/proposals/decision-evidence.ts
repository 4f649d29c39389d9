/** The figures that a decision carries, so that anybody can see what it rests on. */
import type { Decision } from '../../contracts/decisions.ts';
import { dayOf } from '../../domain/calendar.ts';
import { mean, quantile } from '../../statistics/beta.ts';
import { averageOf } from '../../statistics/normal.ts';
import type { Assessment } from '../posteriors/assessment.ts';
import { campaignRateOf } from '../posteriors/campaign-posterior.ts';
import type { Fatigue } from '../posteriors/fatigue.ts';
import type { CampaignCase } from './campaign-case.ts';

type Evidence = Decision['evidence'];
type Rates = Pick<
  Assessment,
  | 'evidence'
  | 'of'
  | 'posterior'
  | 'siblingPosterior'
  | 'siblings'
  | 'probabilityWorse'
  | 'expectedWaste'
  | 'moreImpressions'
  | 'moreCost'
>;

/** Share of the posterior on either side of posterior_low and posterior_high: together they hold 95%. */
const tail = 0.025;
/** Impressions per impression: the rate where the KPI is impressions. */
const whole = 100;

export function evidenceOfRates(rates: Rates, about: CampaignCase): Evidence {
  const { evidence, of, posterior, siblingPosterior } = rates;
  const { impressions, results } = evidence;
  return {
    ...common(about),
    from: evidence.from ?? newestDay(about),
    through: evidence.through ?? newestDay(about),
    impressions,
    results: results ?? 0,
    expected_results: evidence.expectedResults,
    cost: evidence.cost,
    observed_rate: impressions > 0 && results !== null ? (100 * results) / impressions : null,
    posterior_rate: posterior ? 100 * mean(posterior) : whole,
    posterior_low: posterior ? 100 * quantile(posterior, tail) : whole,
    posterior_high: posterior ? 100 * quantile(posterior, 1 - tail) : whole,
    sibling_rate: siblingPosterior ? 100 * mean(siblingPosterior) : whole,
    siblings: rates.siblings,
    dispersion: of.dispersions[0] ?? 1,
    probability_worse: rates.probabilityWorse,
    expected_waste: rates.expectedWaste,
    more_impressions_needed: rates.moreImpressions,
    more_cost_needed: rates.moreCost,
    figures: {},
  };
}

/** Of a campaign as a whole; its siblings are the account's other campaigns with the same KPI. */
export function evidenceOfCampaign(about: CampaignCase, figures: Evidence['figures']): Evidence {
  const { of, spend, economics, elsewhere, pacing } = about;
  const rate = campaignRateOf(of);
  const known = of.creatives.filter(({ results }) => results !== null);
  const impressions = of.creatives.reduce((sum, each) => sum + each.impressions, 0);
  const results = known.reduce((sum, each) => sum + (each.results ?? 0), 0);
  const costs = of.creatives.map(({ cost }) => cost);
  return {
    ...common(about),
    from: spend?.from ?? newestDay(about),
    through: spend?.through ?? newestDay(about),
    impressions,
    results,
    expected_results: known.length === 0 ? null : known.reduce((sum, each) => sum + (each.expectedResults ?? 0), 0),
    cost: costs.includes(null) ? null : costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0),
    observed_rate: impressions > 0 && known.length > 0 ? (100 * results) / impressions : null,
    posterior_rate: rate ? 100 * mean(rate) : whole,
    posterior_low: rate ? 100 * quantile(rate, tail) : whole,
    posterior_high: rate ? 100 * quantile(rate, 1 - tail) : whole,
    sibling_rate: rate ? 100 * mean(rate) : whole,
    siblings: 0,
    dispersion: of.dispersions[0] ?? 1,
    probability_worse: 0,
    expected_waste: null,
    more_impressions_needed: null,
    more_cost_needed: null,
    figures: {
      daily_cost: spend?.dailyCost ?? null,
      cost_per_result: economics ? averageOf(economics.costPerResult) : null,
      marginal_cost_per_result: economics ? averageOf(economics.byBudget) : null,
      marginal_cost_elsewhere: elsewhere ? averageOf(elsewhere) : null,
      budget_spent_share: pacing.share,
      budget_binding_probability: pacing.bindingProbability,
      ...fatigueFigures(about.fatigue),
      ...figures,
    },
  };
}

const fatigueFigures = ({ own, joint, daysToSaturation }: Fatigue): Evidence['figures'] => ({
  fatigue_own_lost: own?.lost ?? null,
  fatigue_own_probability: own?.probability ?? null,
  saturation_lost: joint?.lost ?? null,
  saturation_probability: joint?.probability ?? null,
  days_to_saturation: daysToSaturation?.expected ?? null,
  days_to_saturation_low: daysToSaturation?.low ?? null,
  days_to_saturation_high: daysToSaturation?.high ?? null,
});

const newestDay = ({ state }: CampaignCase): string => state.newestDay ?? dayOf(state.asOf);

const common = ({ of, settings, horizonDays }: CampaignCase) => ({
  kpi: of.kpi,
  margin: settings.margin,
  horizon_days: horizonDays,
});
