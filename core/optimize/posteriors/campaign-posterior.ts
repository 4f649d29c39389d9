/**
 * The posterior of every creative and campaign of an account: rates of results per impression, pooled creative → campaign →
 * format and objective. Where results come of clicks, each step is pooled by itself: ads differ much in how often they are clicked
 * and little in what a click is worth, so that many clicks and few leads say more than the leads alone.
 */
import type { AccountState, CampaignState } from '../../domain/account-state.ts';
import { groupBy } from '../../domain/grouping.ts';
import type { DecisionSettings } from '../../settings/decisions.ts';
import { type Beta, productOf } from '../../statistics/beta.ts';
import { dispersion, type Overdispersion, overdispersionOf } from '../../statistics/dispersion.ts';
import { type ChosenKpi, chosenKpiOf } from '../state/chosen-kpi.ts';
import { type CreativeEvidence, evidenceOf } from './creative-evidence.ts';
import {
  add,
  type CampaignPrior,
  type Counts,
  campaignPriors,
  posteriorOf,
  type Typical,
  typicalCtr,
  typicalResultsPerClick,
  typicalResultsPerImpression,
  typicalViewRate,
} from './prior.ts';

export interface CampaignPosterior extends ChosenKpi {
  campaign: CampaignState;
  creatives: CreativeEvidence[];
  /** One per step; none where the KPI is impressions. */
  priors: CampaignPrior[];
  /** How much more the days vary than chance alone would make them, by step. */
  dispersions: number[];
  /** Whether days are known well enough to say so; 1 stands for the unknown. */
  dispersionKnown: boolean;
}

export function posteriorsOf(state: AccountState, settings: DecisionSettings): CampaignPosterior[] {
  const found = state.campaigns.map((campaign) => {
    const chosen = chosenKpiOf(campaign, settings.kpi);
    return { campaign, ...chosen, creatives: evidenceOf(campaign, chosen.kpi, settings.halfLifeDays) };
  });
  const posteriors = found.map(
    (each) => ({ ...each, priors: [], dispersions: [], dispersionKnown: true }) as CampaignPosterior,
  );
  for (const step of [0, 1]) {
    // only counts of the same two things are pooled: clicks of impressions, leads of clicks
    const stepped = posteriors.filter((each) => stepsOf(each) > step);
    for (const alike of groupBy(stepped, (each) => tradeOf(each, step))) addStep(alike, step);
  }
  return posteriors;
}

const stepsOf = ({ creatives }: CampaignPosterior): number => creatives[0]?.steps.length ?? 0;

const tradeOf = (posterior: CampaignPosterior, step: number): string =>
  step === 0 && stepsOf(posterior) === 2 ? 'clicks' : `${posterior.kpi} ${step}`;

const usableOf = ({ creatives }: CampaignPosterior): CreativeEvidence[] =>
  creatives.filter(({ usability }) => usability === 'usable');

function addStep(alike: CampaignPosterior[], step: number): void {
  const overdispersions = alike.map((posterior) =>
    overdispersionOf(usableOf(posterior).flatMap(({ dailyCounts }) => dailyCounts[step]!)),
  );
  const account: Overdispersion = {
    observed: overdispersions.reduce((total, { observed }) => total + observed, 0),
    expected: overdispersions.reduce((total, { expected }) => total + expected, 0),
    spareDays: overdispersions.reduce((total, { spareDays }) => total + spareDays, 0),
  };
  const factors = overdispersions.map((own) => dispersion(own, account));
  const priors = campaignPriors(
    alike.map((posterior, index) => ({
      kind: `${posterior.campaign.format} ${posterior.campaign.objective}`,
      creatives: usableOf(posterior).map(({ steps }) => divided(steps[step]!, factors[index] ?? 1)),
    })),
    typicalOf(alike[0]!, step),
  );
  for (const [index, posterior] of alike.entries()) {
    posterior.priors.push(priors[index]!);
    posterior.dispersions.push(factors[index] ?? 1);
    // rare results need no overdispersion of their own: most of theirs is chance
    if (step === 0 && factors[index] === null) posterior.dispersionKnown = false;
  }
}

function typicalOf(posterior: CampaignPosterior, step: number): Typical {
  if (step === 1) return typicalResultsPerClick;
  if (posterior.kpi === 'video_views') return typicalViewRate;
  return tradeOf(posterior, 0) === 'clicks' || posterior.kpi === 'clicks' ? typicalCtr : typicalResultsPerImpression;
}

const divided = ({ trials, successes }: Counts, factor: number): Counts => ({
  trials: trials / factor,
  successes: successes / factor,
});

/** Posterior of the rate of results per impression of some creatives of a campaign together, or of a fresh one where there are none. */
export function rateOf(posterior: CampaignPosterior, creatives: readonly CreativeEvidence[]): Beta {
  const steps = posterior.priors.map(({ creative }, step) =>
    posteriorOf(creative, divided(add(creatives.map(({ steps }) => steps[step]!)), posterior.dispersions[step]!)),
  );
  return combined(steps);
}

/**
 * Posterior of what the campaign's serving creatives bring now, to be compared with other campaigns: unlike among siblings, what all of
 * them share is uncertain, too. A click's worth is taken from all creatives that the campaign ever had, for it is rarely seen.
 */
export function campaignRateOf(posterior: CampaignPosterior): Beta | null {
  const serving = usableOf(posterior).filter((creative) => creative.serving);
  if (posterior.priors.length === 0 || serving.length === 0) return null;
  return combined(
    posterior.priors.map(({ before, campaign }, step) =>
      step === 0
        ? posteriorOf(before, divided(add(serving.map(({ steps }) => steps[0]!)), posterior.dispersions[0]!))
        : campaign,
    ),
  );
}

const combined = (steps: readonly Beta[]): Beta =>
  steps.length === 2 ? productOf(steps[0]!, steps[1]!) : (steps[0] as Beta);
