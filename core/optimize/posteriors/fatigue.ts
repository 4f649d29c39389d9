/**
 * Creative fatigue or audience saturation? A creative fatigues with its own impressions, whatever else is shown; an audience is
 * saturated by all that it sees. Log rates of spans are regressed on both counts of impressions, each creative around its own level, weighted by
 * their clicks. Creatives that began at different times, or got unlike shares, tell the two apart; otherwise they cannot be told apart.
 */

import type { CampaignState, CreativeSpan, CreativeState } from '../../domain/account-state.ts';
import { groupBy } from '../../domain/grouping.ts';
import { interval90 } from '../../statistics/interval.ts';
import { normalShare } from '../../statistics/normal.ts';

export type FatigueKind = 'fresh' | 'fatigued' | 'saturated' | 'cannot tell';

/** A share by which rates have fallen since the creatives were fresh (0.2: by a fifth), and its standard deviation on the log scale. */
export interface Decay {
  lost: number;
  log: number;
  deviation: number;
  /** That it is a decay at all. */
  probability: number;
}

export interface Fatigue {
  kind: FatigueKind;
  /** Why, where it cannot be told. */
  because: string | null;
  own: Decay | null;
  joint: Decay | null;
  /** Days until rates are half of what they were when fresh, at the present pace; null where none is in sight. */
  daysToSaturation: { expected: number | null; low: number; high: number | null } | null;
}

/** Fewer spans than this many beyond one each say nothing about a slope. */
const fewestSpareSpans = 4;
const fewestClicks = 100;
/** Above this squared correlation the two counts of impressions move as one. */
const inseparable = 0.98;
/** Fresh creatives of a campaign differ by about 30% (the default of pooling is learned; a slope needs it only roughly). */
const levelDeviation = 0.3;
const surely = 0.9;
/** A smaller loss needs no name. */
const smallLoss = 0.1;
/** As precisely as this (deviation of the log) no loss of note has gone unseen. */
const precise = 0.1;
const saturatedShare = 0.5;
/** Later than this is not in sight. */
const farthestDays = 365;

interface Point {
  creative: string;
  logRate: number;
  weight: number;
  /** Impressions up to the middle of the span: its own, and of all the audience's creatives. */
  own: number;
  joint: number;
}

/** `campaigns`: all that speak to one audience. */
export function fatigueOf(campaigns: readonly CampaignState[]): Fatigue {
  const creatives = campaigns.flatMap((campaign) => campaign.creatives);
  const points = pointsOf(creatives);
  const clicks = points.reduce((total, { weight }) => total + weight, 0);
  const spare = points.length - new Set(points.map(({ creative }) => creative)).size;
  if (spare < fewestSpareSpans || clicks < fewestClicks) {
    return unknown(`too few ${spare < fewestSpareSpans ? 'weeks' : 'clicks'} are mature`);
  }
  const fit = regress(points);
  if (fit === null) return unknown('each ad always had the same share of all impressions');
  return judged(fit, points, creatives);
}

const unknown = (because: string): Fatigue => ({
  kind: 'cannot tell',
  because,
  own: null,
  joint: null,
  daysToSaturation: null,
});

function pointsOf(creatives: readonly CreativeState[]): Point[] {
  const shown = creatives.flatMap(({ spans }) => spans).sort((one, other) => (one.from < other.from ? -1 : 1));
  const before = (date: string): number =>
    shown.reduce((total, span) => total + (span.through < date ? span.impressions : 0), 0);
  const starts = new Map([...new Set(shown.map(({ from }) => from))].map((from) => [from, before(from)]));
  const within = (span: CreativeSpan): number =>
    shown.reduce((total, { from, impressions }) => total + (from === span.from ? impressions : 0), 0);
  const widths = new Map(shown.map((span) => [span.from, 0]));
  for (const span of shown) if (widths.get(span.from) === 0) widths.set(span.from, within(span));
  return creatives.flatMap(({ creativeId, spans }) => {
    let own = 0;
    return spans.flatMap((span) => {
      const middle = own + span.impressions / 2;
      own += span.impressions;
      if (span.clicks === null || span.clicks <= 0) return [];
      const logRate = Math.log(span.clicks / (span.impressions * span.visibleShare.clicks));
      const joint = starts.get(span.from)! + widths.get(span.from)! / 2;
      return [{ creative: creativeId, logRate, weight: span.clicks, own: middle, joint }];
    });
  });
}

interface Fit {
  own: { slope: number; variance: number };
  joint: { slope: number; variance: number };
}

/** Generalised least squares; null where the two slopes cannot be told apart. */
function regress(points: readonly Point[]): Fit | null {
  const { within, between } = centred(points);
  const all = [...within, ...between];
  const total = (of: readonly Values[], value: (point: Values) => number): number =>
    of.reduce((sum, point) => sum + point.weight * value(point), 0);
  const oo = total(all, ({ own }) => own * own);
  const jj = total(all, ({ joint }) => joint * joint);
  const oj = total(all, ({ own, joint }) => own * joint);
  if (oo <= 0 || jj <= 0 || oj ** 2 > inseparable * oo * jj) return null;
  const oy = total(all, ({ own, logRate }) => own * logRate);
  const jy = total(all, ({ joint, logRate }) => joint * logRate);
  const determinant = oo * jj - oj ** 2;
  const own = (jj * oy - oj * jy) / determinant;
  const joint = (oo * jy - oj * oy) / determinant;
  const residual = total(within, (point) => (point.logRate - own * point.own - joint * point.joint) ** 2);
  // counted clicks alone would leave 1 a degree of freedom; days differ by more
  const residualVariance = Math.max(1, residual / Math.max(1, within.length - between.length - 2));
  return {
    own: { slope: own, variance: (residualVariance * jj) / determinant },
    joint: { slope: joint, variance: (residualVariance * oo) / determinant },
  };
}

type Values = Omit<Point, 'creative'>;

/** The points around the means of their creatives, and those means around the mean of all: each with what it weighs. */
function centred(points: readonly Point[]): { within: Values[]; between: Values[] } {
  const byCreative = groupBy(points, ({ creative }) => creative);
  const means = byCreative.map((own) => {
    const mean = meanOf(own);
    return { ...mean, weight: 1 / (levelDeviation ** 2 + 1 / mean.weight) };
  });
  const centre = meanOf(means);
  return {
    within: byCreative.flatMap((own, index) => own.map((point) => minus(point, means[index]!))),
    between: means.map((mean) => minus(mean, centre)),
  };
}

/** Weighs as much as all together. */
function meanOf(points: readonly Values[]): Values {
  const weight = points.reduce((sum, point) => sum + point.weight, 0);
  const mean = (value: (point: Values) => number): number =>
    points.reduce((sum, point) => sum + point.weight * value(point), 0) / weight;
  return {
    weight,
    logRate: mean(({ logRate }) => logRate),
    own: mean(({ own }) => own),
    joint: mean(({ joint }) => joint),
  };
}

const minus = (point: Values, centre: Values): Values => ({
  weight: point.weight,
  logRate: point.logRate - centre.logRate,
  own: point.own - centre.own,
  joint: point.joint - centre.joint,
});

function judged(fit: Fit, points: readonly Point[], creatives: readonly CreativeState[]): Fatigue {
  // the present mixture: each creative as far as its impressions of the newest span count
  const present = creatives
    .filter(({ delivering, spans }) => delivering && spans.length > 0)
    .map(({ spans }) => ({
      shown: spans.reduce((sum, { impressions }) => sum + impressions, 0),
      pace: spans.at(-1)!.impressions / Math.max(1, spans.at(-1)!.days),
    }));
  const pace = present.reduce((sum, each) => sum + each.pace, 0);
  if (pace <= 0) return unknown('none of the ads is shown at present');
  const shown = present.reduce((sum, each) => sum + each.pace * each.shown, 0) / pace;
  const ownPace = present.reduce((sum, each) => sum + each.pace ** 2, 0) / pace;
  const jointShown = Math.max(...points.map(({ joint }) => joint));
  const own = decayOf(fit.own, shown);
  const joint = decayOf(fit.joint, jointShown);
  const daily = {
    mean: -(fit.own.slope * ownPace + fit.joint.slope * pace),
    deviation: Math.hypot(Math.sqrt(fit.own.variance) * ownPace, Math.sqrt(fit.joint.variance) * pace),
  };
  return {
    ...kindOf(own, joint),
    own,
    joint,
    daysToSaturation: daysUntil(-Math.log(saturatedShare) - Math.max(0, own.log + joint.log), daily),
  };
}

function decayOf({ slope, variance }: Fit['own'], impressions: number): Decay {
  const log = -slope * impressions;
  const deviation = Math.sqrt(variance) * impressions;
  return { lost: 1 - Math.exp(-log), log, deviation, probability: normalShare(log / deviation) };
}

function kindOf(own: Decay, joint: Decay): Pick<Fatigue, 'kind' | 'because'> {
  const isLoss = ({ probability, lost }: Decay): boolean => probability >= surely && lost >= smallLoss;
  if (isLoss(own) && (!isLoss(joint) || own.lost >= joint.lost)) return { kind: 'fatigued', because: null };
  if (isLoss(joint)) return { kind: 'saturated', because: null };
  if (own.deviation <= precise && joint.deviation <= precise) return { kind: 'fresh', because: null };
  return { kind: 'cannot tell', because: 'the weekly rates vary too much' };
}

function daysUntil(left: number, daily: { mean: number; deviation: number }): Fatigue['daysToSaturation'] {
  const at = (decay: number): number | null =>
    decay * farthestDays > Math.max(0, left) ? Math.max(0, left) / decay : null;
  const low = at(daily.mean + interval90.deviations * daily.deviation);
  return low === null
    ? null
    : { expected: at(daily.mean), low, high: at(daily.mean - interval90.deviations * daily.deviation) };
}
