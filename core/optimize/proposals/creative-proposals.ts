/** Proposals about the creatives of a campaign: one for each that serves, and one for each that should. */

import { formatNumber, percent, plural } from '../../domain/language.ts';
import { mean } from '../../statistics/beta.ts';
import { type Assessment, assessCampaign, isUsable } from '../posteriors/assessment.ts';
import type { CampaignCase } from './campaign-case.ts';
import { evidenceOfRates } from './decision-evidence.ts';
import { kpiWords } from './kpi-words.ts';
import { keepBest } from './last-active.ts';
import { type Proposal, statusChange } from './proposal.ts';
import { reasonFor, wouldChangeItFor } from './reason.ts';
import { whatWouldChange } from './reason-codes.ts';
import { type Restoring, restoringOf } from './restore.ts';
import { judge, type Verdict } from './verdict.ts';
import { nextDays, roughMoney, sureness } from './wording.ts';

export function creativeProposals(about: CampaignCase): Proposal[] {
  const { of, spend, settings, horizonDays } = about;
  const within = { ...settings, horizonDays };
  const dailyCost = spend?.dailyCost ?? null;
  const judged = keepBest(
    assessCampaign(of, dailyCost, within).map((assessment) => ({ assessment, verdict: judge(assessment, within) })),
  );
  return [
    ...judged.map(({ assessment, verdict }) => assessed(assessment, verdict, about)),
    ...restoringOf({ ...about, dailyCost }).map((restoring) => restored(restoring, about)),
  ];
}

function assessed(assessment: Assessment, { action, reasonCode }: Verdict, about: CampaignCase): Proposal {
  const { creative } = assessment.evidence;
  const context = { settings: { ...about.settings, horizonDays: about.horizonDays }, currency: about.state.currency };
  const pauses = action === 'pause_creative';
  return {
    action,
    reasonCode,
    state: about.state,
    campaign: about.campaign,
    creativeId: creative.creativeId,
    change: pauses ? statusChange(creative.status, 'PAUSED') : null,
    probability: probabilityOf(assessment, pauses),
    gain: pauses ? assessment.gain : null,
    reason: reasonFor(reasonCode, assessment, context),
    wouldChangeIt: wouldChangeItFor(reasonCode, assessment, context),
    evidence: evidenceOfRates(assessment, about),
  };
}

/** Of a pause, that the creative is worse at all; of keeping it, that it is not worse by as much as matters. */
function probabilityOf({ siblings, probabilityBelow, probabilityWorse }: Assessment, pauses: boolean): number | null {
  if (siblings === 0) return null;
  return pauses ? probabilityBelow : 1 - probabilityWorse;
}

function restored(restoring: Restoring, about: CampaignCase): Proposal {
  const { action, evidence, probability, gain } = restoring;
  const isResumed = action === 'resume_creative';
  const reasonCode = isResumed ? 'better-again' : 'fatigued-ads';
  const rates = evidenceOfRates(
    {
      ...restoring,
      of: about.of,
      probabilityWorse: 1 - probability,
      expectedWaste: null,
      moreImpressions: null,
      moreCost: null,
    },
    about,
  );
  return {
    action,
    reasonCode,
    state: about.state,
    campaign: about.campaign,
    creativeId: evidence.creative.creativeId,
    change: statusChange(evidence.creative.status, 'ACTIVE'),
    probability,
    gain,
    reason: `${isResumed ? resumeSentence(restoring, about) : rotateSentence(restoring, about)}; worth about ${roughMoney(gain.mean, about.state.currency)} over ${nextDays(gain.days)}.`,
    wouldChangeIt: whatWouldChange(reasonCode),
    evidence: isResumed ? rates : { ...rates, ...shownByOthers(about) },
  };
}

function resumeSentence(
  { posterior, siblingPosterior, siblings, probability }: Restoring,
  about: CampaignCase,
): string {
  const { rate } = kpiWords[about.of.kpi];
  const down = `${activeAds(siblings)} ${plural(siblings, 'is', 'are')} down to ${percent(mean(siblingPosterior))}`;
  return `Resume: it had ${percent(mean(posterior))} ${rate} when it was paused, and ${down}; ${sureness(probability)} sure it is now at least ${percent(about.settings.margin)} better`;
}

function rotateSentence({ siblings, probability }: Restoring, { fatigue }: CampaignCase): string {
  const lost = `${plural(siblings, 'has', 'have')} lost about ${percent(fatigue.own?.lost ?? 0)} of ${plural(siblings, 'its', 'their')} rate to creative fatigue`;
  return `Rotate in: ${activeAds(siblings)} ${lost}; ${sureness(probability)} sure that a fresh ad does better`;
}

const activeAds = (ads: number): string =>
  plural(ads, "the campaign's active ad", `the campaign's ${formatNumber(ads)} active ads`);

/** A fresh creative has shown nothing yet: that another is due rests on what those that run have shown. */
function shownByOthers({ of }: CampaignCase): Partial<Proposal['evidence']> {
  const serving = of.creatives.filter((each) => each.serving && isUsable(each));
  const costs = serving.map(({ cost }) => cost);
  const [first] = serving.flatMap(({ from }) => from ?? []).sort();
  const last = serving
    .flatMap(({ through }) => through ?? [])
    .sort()
    .at(-1);
  return {
    ...(first !== undefined && last !== undefined ? { from: first, through: last } : {}),
    impressions: serving.reduce((sum, { impressions }) => sum + impressions, 0),
    results: serving.reduce((sum, { results }) => sum + (results ?? 0), 0),
    cost: costs.includes(null) ? null : costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0),
    observed_rate: null,
  };
}
