/**
 * What is believed of every creative and campaign of an account: rates of results per impression, pooled creative → campaign →
 * format and objective. Where results come of clicks, each step is pooled by itself: ads differ much in how often they are clicked
 * and little in what a click is worth, so that many clicks and few leads say more than the leads alone.
 */
import type { AccountState, CampaignState } from '../../domain/account-state.ts';
import { groupBy } from '../../domain/grouping.ts';
import type { DecisionSettings } from '../../settings/decisions.ts';
import { type Beta, productOf } from '../../statistics/beta.ts';
import { dispersion, type Scatter, scatterOf } from '../../statistics/dispersion.ts';
import { type ChosenKpi, chosenKpiOf } from '../state/chosen-kpi.ts';
import { type CreativeEvidence, evidenceOf } from './creative-evidence.ts';
import {
  add,
  type CampaignPrior,
  type Counts,
  campaignPriors,
  posterior,
  type Typical,
  typicalCtr,
  typicalResultsPerClick,
  typicalResultsPerImpression,
  typicalViewRate,
} from './prior.ts';

export interface CampaignBelief extends ChosenKpi {
  campaign: CampaignState;
  creatives: CreativeEvidence[];
  /** One per step; none where the KPI is impressions. */
  priors: CampaignPrior[];
  /** How much more the days scatter than chance alone would make them, by step. */
  dispersions: number[];
  /** Whether days are known well enough to say so; 1 stands for the unknown. */
  scatterKnown: boolean;
}

export function beliefsOf(state: AccountState, settings: DecisionSettings): CampaignBelief[] {
  const found = state.campaigns.map((campaign) => {
    const chosen = chosenKpiOf(campaign, settings.kpi);
    return { campaign, ...chosen, creatives: evidenceOf(campaign, chosen.kpi, settings.halfLifeDays) };
  });
  const beliefs = found.map((each) => ({ ...each, priors: [], dispersions: [], scatterKnown: true }) as CampaignBelief);
  for (const step of [0, 1]) {
    // only counts of the same two things are pooled: clicks of impressions, leads of clicks
    const stepped = beliefs.filter((each) => stepsOf(each) > step);
    for (const alike of groupBy(stepped, (each) => tradeOf(each, step))) addStep(alike, step);
  }
  return beliefs;
}

const stepsOf = ({ creatives }: CampaignBelief): number => creatives[0]?.steps.length ?? 0;

const tradeOf = (belief: CampaignBelief, step: number): string =>
  step === 0 && stepsOf(belief) === 2 ? 'clicks' : `${belief.kpi} ${step}`;

const usableOf = ({ creatives }: CampaignBelief): CreativeEvidence[] =>
  creatives.filter(({ usability }) => usability === 'usable');

function addStep(alike: CampaignBelief[], step: number): void {
  const scatters = alike.map((belief) => scatterOf(usableOf(belief).flatMap(({ scatter }) => scatter[step]!)));
  const account: Scatter = {
    observed: scatters.reduce((total, { observed }) => total + observed, 0),
    expected: scatters.reduce((total, { expected }) => total + expected, 0),
    spareDays: scatters.reduce((total, { spareDays }) => total + spareDays, 0),
  };
  const factors = scatters.map((own) => dispersion(own, account));
  const priors = campaignPriors(
    alike.map((belief, index) => ({
      kind: `${belief.campaign.format} ${belief.campaign.objective}`,
      creatives: usableOf(belief).map(({ steps }) => divided(steps[step]!, factors[index] ?? 1)),
    })),
    typicalOf(alike[0]!, step),
  );
  for (const [index, belief] of alike.entries()) {
    belief.priors.push(priors[index]!);
    belief.dispersions.push(factors[index] ?? 1);
    // rare results need no scatter of their own: most of theirs is chance
    if (step === 0 && factors[index] === null) belief.scatterKnown = false;
  }
}

function typicalOf(belief: CampaignBelief, step: number): Typical {
  if (step === 1) return typicalResultsPerClick;
  if (belief.kpi === 'video_views') return typicalViewRate;
  return tradeOf(belief, 0) === 'clicks' || belief.kpi === 'clicks' ? typicalCtr : typicalResultsPerImpression;
}

const divided = ({ trials, successes }: Counts, factor: number): Counts => ({
  trials: trials / factor,
  successes: successes / factor,
});

/** Belief of the rate of results per impression of some creatives of a campaign together, or of a fresh one where there are none. */
export function rateOf(belief: CampaignBelief, creatives: readonly CreativeEvidence[]): Beta {
  const steps = belief.priors.map(({ creative }, step) =>
    posterior(creative, divided(add(creatives.map(({ steps }) => steps[step]!)), belief.dispersions[step]!)),
  );
  return combined(steps);
}

/**
 * Belief of what the campaign's serving creatives bring now, to be compared with other campaigns: unlike among siblings, what all of
 * them share is uncertain, too. A click's worth is taken from all creatives that the campaign ever had, for it is rarely seen.
 */
export function campaignRateOf(belief: CampaignBelief): Beta | null {
  const serving = usableOf(belief).filter((creative) => creative.serving);
  if (belief.priors.length === 0 || serving.length === 0) return null;
  return combined(
    belief.priors.map(({ before, campaign }, step) =>
      step === 0
        ? posterior(before, divided(add(serving.map(({ steps }) => steps[0]!)), belief.dispersions[0]!))
        : campaign,
    ),
  );
}

const combined = (steps: readonly Beta[]): Beta =>
  steps.length === 2 ? productOf(steps[0]!, steps[1]!) : (steps[0] as Beta);
