/** Rules about what is changed: whether it may be, when, on what evidence, and how far. */
import type { EntityChange } from '../../contracts/decisions.ts';
import type { CampaignState, OwnChange } from '../../domain/account-state.ts';
import {
  changesAmount,
  dayOf,
  hoursBetween,
  isSameEntity,
  msPerDay,
  ownChangeField,
  type Situation,
  silences,
} from './situation.ts';
import { amount, hours, type Rule, verdict } from './verdict.ts';

/** Two amounts that differ by less are the same: they come from exact decimals. */
const rounding = 1e-9;

export const entityRules: Readonly<Record<string, Rule>> = {
  'stop-writes': ({ stopWrites }) => verdict(stopWrites === null, stopWrites ?? 'Writing is allowed.'),

  'enabled-action': ({ decision: { action }, rails }) =>
    rails.enabled_actions.includes(action)
      ? verdict(true, `The action ${action} is enabled.`)
      : verdict(false, `The action ${action} is not enabled.`),

  'known-entity': ({ account, campaign, creative, decision }) => {
    if (!account || !campaign) return verdict(false, 'The campaign is not among what was collected.');
    if (decision.creative_id !== null && !creative) return verdict(false, 'The ad is not among what was collected.');
    return verdict(true, 'It is known as last collected.');
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
    // Whose group is not known may be a protected one.
    if (named.length === 0 && kept.campaign_groups.length > 0 && !campaign?.campaignGroupId)
      return verdict(false, 'Some campaign groups are protected, and the group of this campaign is not known.');
    return verdict(named.length === 0, named.length === 0 ? 'It is not protected.' : `Protected: ${named.join(', ')}.`);
  },

  'quiet-hours': ({ now, rails }) => {
    const time = now.toISOString().slice(11, 16);
    const quiet = rails.quiet_hours.find(({ from, to }) =>
      from <= to ? time >= from && time < to : time >= from || time < to,
    );
    return quiet
      ? verdict(false, `It is ${time} UTC; from ${quiet.from} to ${quiet.to} nothing is changed.`)
      : verdict(true, `It is ${time} UTC, outside quiet hours.`);
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
    const days = Math.floor((Date.parse(dayOf(now)) - Date.parse(account.newestDay)) / msPerDay);
    return verdict(days <= limit, `The newest figures are ${days} days old, at most ${limit} are allowed.`);
  },

  'minimum-evidence': ({ decision, rails: { minimum_evidence: least } }) => {
    const { evidence, currency, probability } = decision;
    const leastCost = least.cost[currency];
    const short = [
      !(evidence.impressions >= least.impressions) && `${evidence.impressions} of ${least.impressions} impressions`,
      !(evidence.results >= least.results) && `${evidence.results} of ${least.results} results`,
      leastCost !== undefined &&
        (evidence.cost === null || !(evidence.cost >= leastCost)) &&
        `${evidence.cost === null ? 'an unknown part' : amount(evidence.cost, currency)} of ${amount(leastCost, currency)} spent`,
      (probability === null || !(probability >= least.probability)) &&
        `a probability of ${probability === null ? 'nobody knows what' : percent(probability)}, not ${percent(least.probability)}`,
    ].filter((each) => each !== false);
    return verdict(
      short.length === 0,
      short.length === 0 ? 'There is enough evidence.' : `Too little evidence: ${short.join('; ')}.`,
    );
  },

  'cool-down': (situation) => {
    const { own, now, rails } = situation;
    const newest = latest(own.filter((each) => isSameEntity(each, situation)).flatMap(momentsOf));
    return rested('It was last changed by us', newest, now, rails.cool_down_hours);
  },

  'learning-phase': (situation) => {
    const { now, rails, campaign } = situation;
    if (!campaign) return verdict(false, 'Nobody knows since when it runs.');
    const starts = startsOf(situation, campaign);
    if (starts === undefined) return verdict(false, 'Nobody knows since when it runs.');
    return rested('It began or was last set', latest(starts), now, rails.learning_phase_hours);
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
      return verdict(false, `No floor and ceiling are set in ${change.to.currency}.`);
    const [from, to] = [Number(change.from.amount), Number(change.to.amount)];
    // A value that people set beyond the range may still be moved towards it.
    const fits = to > from ? to <= high + rounding : to >= low - rounding;
    return verdict(fits, `${amount(to, currency)}; allowed are ${low} to ${high}.`);
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
      `The campaign would keep ${left} active ads; it keeps at least ${rails.active_creatives_kept}.`,
    );
  },
};

const percent = (share: number): string => `${Math.floor(share * 1000) / 10} %`;

/** Digits and URNs name the same thing. */
const isSame = (named: string, id: string | null): boolean => id !== null && lastPart(named) === lastPart(id);
const lastPart = (id: string): string => id.slice(id.lastIndexOf(':') + 1);

const momentsOf = ({ appliedAt, undoneAt }: OwnChange): Date[] => (undoneAt ? [appliedAt, undoneAt] : [appliedAt]);
const latest = (moments: readonly Date[]): Date | undefined =>
  moments.reduce<Date | undefined>((newest, each) => (newest && newest > each ? newest : each), undefined);

function rested(what: string, since: Date | undefined, now: Date, limit: number) {
  if (!since) return verdict(true, 'It was not changed before.');
  const past = hoursBetween(since, now);
  return verdict(past >= limit, `${what} ${hours(past)} ago; it is left alone for ${hours(limit)}.`);
}

/** When the platform began to learn anew; undefined where nobody can say. */
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
  if (from.currency !== to.currency || !(base > 0)) return verdict(false, 'The former amount is not known.');
  const share = Number(to.amount) / base - 1;
  const shown = `${share >= 0 ? '+' : '−'}${percent(Math.abs(share) + rounding)}`;
  return verdict(Math.abs(share) <= limit + rounding, `${shown} ${when}; at most ${percent(limit)} is allowed.`);
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
