/** Rules about what is changed: whether it may be, when, on what evidence, and how far. */
import type { EntityChange } from '../../contracts/decisions.ts';
import type { CampaignState, OwnChange } from '../../domain/account-state.ts';
import { dayOf, daysBetween } from '../../domain/calendar.ts';
import { counted, formatNumber } from '../../domain/language.ts';
import { money } from '../../domain/money.ts';
import { changesAmount, hoursBetween, isSameEntity, ownChangeField, type Situation, silences } from './situation.ts';
import { hours, type Rule, verdict } from './verdict.ts';

/** Two amounts that differ by less are the same: they come from exact decimals. */
const rounding = 1e-9;

export const entityRules: Readonly<Record<string, Rule>> = {
  'stop-writes': ({ stopWrites }) => verdict(stopWrites === null, stopWrites ?? 'Writing is allowed.'),

  'enabled-action': ({ decision: { action }, rails }) =>
    rails.enabled_actions.includes(action)
      ? verdict(true, `The action ${action} is enabled.`)
      : verdict(false, `The action ${action} is not enabled.`),

  'known-entity': ({ account, campaign, creative, decision }) => {
    if (!account || !campaign) return verdict(false, 'The campaign is not in the collected data.');
    if (decision.creative_id !== null && !creative) return verdict(false, 'The ad is not in the collected data.');
    return verdict(true, 'It is in the collected data.');
  },

  'required-change': ({ decision: { requires }, own }) => {
    if (requires === null) return verdict(true, 'It requires no other change.');
    const stands = own.some(({ decisionId, undoneAt }) => decisionId === requires && undoneAt === null);
    return verdict(
      stands,
      `It requires ${requires}, which ${stands ? 'is applied or comes first' : 'is not applied'}.`,
    );
  },

  'protected-entity': ({ decision, campaign, rails: { protected: kept } }) => {
    const named = [
      kept.campaigns.some((id) => isSame(id, decision.campaign_id)) && 'the campaign',
      kept.creatives.some((id) => isSame(id, decision.creative_id)) && 'the ad',
      kept.campaign_groups.some((id) => isSame(id, campaign?.campaignGroupId ?? null)) && 'the campaign group',
    ].filter((each) => each !== false);
    // An unknown group may be a protected one.
    if (named.length === 0 && kept.campaign_groups.length > 0 && !campaign?.campaignGroupId)
      return verdict(false, 'Some campaign groups are protected, and the group of this campaign is unknown.');
    return verdict(named.length === 0, named.length === 0 ? 'It is not protected.' : `Protected: ${named.join(', ')}.`);
  },

  'quiet-hours': ({ now, rails }) => {
    const time = now.toISOString().slice(11, 16);
    const quiet = rails.quiet_hours.find(({ from, to }) =>
      from <= to ? time >= from && time < to : time >= from || time < to,
    );
    return quiet
      ? verdict(false, `It is ${time} UTC, within the quiet hours from ${quiet.from} to ${quiet.to}.`)
      : verdict(true, `It is ${time} UTC, outside the quiet hours.`);
  },

  'mature-days': ({ account, decision: { evidence } }) => {
    const newest = account?.newestMatureDay ?? null;
    if (newest === null) return verdict(false, 'The account has no mature and reconciled day.');
    return verdict(
      evidence.through <= newest,
      `The evidence ends on ${evidence.through}; days are mature and reconciled through ${newest}.`,
    );
  },

  'fresh-data': ({ account, now, rails: { data_at_most_days_old: limit } }) => {
    if (!account?.newestDay) return verdict(false, 'The account has no figures.');
    const days = daysBetween(account.newestDay, dayOf(now));
    return verdict(days <= limit, `The newest figures are ${counted(days, 'day')} old; the limit is ${limit}.`);
  },

  'minimum-evidence': ({ decision, rails: { minimum_evidence: least } }) => {
    const { evidence, currency, probability } = decision;
    const leastCost = least.cost[currency];
    const short = [
      !(evidence.impressions >= least.impressions) &&
        `${formatNumber(evidence.impressions)} of ${counted(least.impressions, 'impression')}`,
      !(evidence.results >= least.results) &&
        `${formatNumber(evidence.results)} of ${counted(least.results, 'result')}`,
      leastCost !== undefined &&
        (evidence.cost === null || !(evidence.cost >= leastCost)) &&
        (evidence.cost === null
          ? `unknown spend, where ${money(leastCost, currency)} is required`
          : `${money(evidence.cost, currency)} of ${money(leastCost, currency)} spent`),
      (probability === null || !(probability >= least.probability)) &&
        `${probability === null ? 'no probability' : `a probability of ${percent(probability)}`}, where ${percent(least.probability)} is required`,
    ].filter((each) => each !== false);
    return verdict(
      short.length === 0,
      short.length === 0 ? 'There is enough evidence.' : `Too little evidence: ${short.join('; ')}.`,
    );
  },

  'cool-down': (situation) => {
    const { own, now, rails } = situation;
    const newest = latest(own.filter((each) => isSameEntity(each, situation)).flatMap(momentsOf));
    return rested('We last changed it', newest, now, { name: 'cool-down', hours: rails.cool_down_hours });
  },

  'learning-phase': (situation) => {
    const { now, rails, campaign } = situation;
    if (!campaign) return verdict(false, 'It is unknown when it started.');
    const starts = startsOf(situation, campaign);
    if (starts === undefined) return verdict(false, 'It is unknown when it started.');
    return rested('It started or was last changed', latest(starts), now, {
      name: 'learning phase',
      hours: rails.learning_phase_hours,
    });
  },

  'change-per-step': ({ decision: { change }, rails }) => {
    if (!changesAmount(change)) return verdict(true, 'No amount is changed.');
    const limit = rails[change.field].change_per_step;
    return moved(change, Number(change.from.amount), limit, 'in one step');
  },

  'change-per-week': (situation) => {
    const { change } = situation.decision;
    if (!changesAmount(change)) return verdict(true, 'No amount is changed.');
    return moved(change, weekAgo(situation, change), situation.rails[change.field].change_per_week, 'in a week');
  },

  'floor-and-ceiling': ({ decision: { change, currency }, rails }) => {
    if (!changesAmount(change)) return verdict(true, 'No amount is changed.');
    const { floor, ceiling } = rails[change.field];
    const [low, high] = [floor[change.to.currency], ceiling[change.to.currency]];
    if (low === undefined || high === undefined || change.to.currency !== currency)
      return verdict(false, `No floor and ceiling are set for ${change.to.currency}.`);
    const [from, to] = [Number(change.from.amount), Number(change.to.amount)];
    // A value that people set beyond the range may still be moved towards it.
    const fits = to > from ? to <= high + rounding : to >= low - rounding;
    return verdict(fits, `${money(to, currency)}; the allowed range is ${formatNumber(low)} to ${formatNumber(high)}.`);
  },

  'active-creatives': (situation) => {
    const { decision, rails, campaign } = situation;
    if (!silences(decision.change)) return verdict(true, 'No ad is paused.');
    const left = (campaign?.creatives ?? []).filter(
      ({ creativeId, status, approved }) =>
        creativeId !== decision.creative_id &&
        status === 'ACTIVE' &&
        approved !== false &&
        !silencedLately(creativeId, situation),
    ).length;
    return verdict(
      left >= rails.active_creatives_kept,
      `The campaign would be left with ${counted(left, 'active ad')}; the minimum is ${rails.active_creatives_kept}.`,
    );
  },
};

const percent = (share: number): string => `${Math.floor(share * 1000) / 10}%`;

/** Digits and URNs name the same thing. */
const isSame = (named: string, id: string | null): boolean => id !== null && lastPart(named) === lastPart(id);
const lastPart = (id: string): string => id.slice(id.lastIndexOf(':') + 1);

const momentsOf = ({ appliedAt, undoneAt }: OwnChange): Date[] => (undoneAt ? [appliedAt, undoneAt] : [appliedAt]);
const latest = (moments: readonly Date[]): Date | undefined =>
  moments.reduce<Date | undefined>((newest, each) => (newest && newest > each ? newest : each), undefined);

function rested(what: string, since: Date | undefined, now: Date, rest: { name: string; hours: number }) {
  if (!since) return verdict(true, 'It has not been changed before.');
  const past = hoursBetween(since, now);
  return verdict(past >= rest.hours, `${what} ${hours(past)} ago; the ${rest.name} is ${hours(rest.hours)}.`);
}

/** When the platform began to learn anew; undefined where that is unknown. */
function startsOf({ decision, creative, own }: Situation, campaign: CampaignState): Date[] | undefined {
  const { change, campaign_id } = decision;
  const [first] = campaign.days;
  const began = campaign.startsAt ?? (first ? new Date(first.date) : undefined);
  if (!began) return undefined;
  if (changesAmount(change)) {
    const ours = own.filter((each) => each.campaignId === campaign_id && ownChangeField(each) !== 'creative_status');
    return [began, ...changesByAnybody(campaign), ...ours.flatMap(momentsOf)];
  }
  if (!silences(change)) return [began];
  return creative?.firstSeen ? [began, new Date(creative.firstSeen)] : undefined;
}

/** Days on which the bid or the budget was another one than on the day before. */
function changesByAnybody({ days }: CampaignState): Date[] {
  return (['bid', 'dailyBudget'] as const).flatMap((field) => {
    const known = days.filter((day) => day[field] !== null);
    return known.filter((day, at) => at > 0 && day[field] !== known[at - 1]?.[field]).map(({ date }) => new Date(date));
  });
}

/** The value before our first change of the last seven days, else what it is now. */
function weekAgo({ own, now, decision }: Situation, change: Extract<EntityChange, { from: object }>): number {
  const first = own.find(
    (each) =>
      each.campaignId === decision.campaign_id &&
      ownChangeField(each) === change.field &&
      hoursBetween(each.appliedAt, now) < 7 * 24,
  );
  return first && typeof first.from === 'number' ? first.from : Number(change.from.amount);
}

function moved({ from, to }: Extract<EntityChange, { from: object }>, base: number, limit: number, when: string) {
  if (from.currency !== to.currency || !(base > 0)) return verdict(false, 'The previous amount is unknown.');
  const share = Number(to.amount) / base - 1;
  const shown = `${share >= 0 ? '+' : '−'}${percent(Math.abs(share) + rounding)}`;
  return verdict(Math.abs(share) <= limit + rounding, `${shown} ${when}; the limit is ${percent(limit)}.`);
}

/** What was collected may be older than a pause of ours. */
const silencedLately = (creativeId: string, { own, now }: Situation): boolean =>
  own.some(
    (each) =>
      each.creativeId === creativeId &&
      each.undoneAt === null &&
      each.to !== 'ACTIVE' &&
      hoursBetween(each.appliedAt, now) < 7 * 24,
  );
