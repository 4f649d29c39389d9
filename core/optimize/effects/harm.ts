/** Which changes are to be undone, because they very likely do harm. */
import type { OwnChange } from '../../domain/account-state.ts';
import { msPerDay } from '../../domain/calendar.ts';
import { formatNumber } from '../../domain/language.ts';
import { mostWeeks } from './change-groups.ts';
import type { Effect } from './effect.ts';

export interface HarmSettings {
  /** That a change does harm, over all interim looks together: 0.95 means that of a hundred harmless ones five are undone at most. */
  harmProbability: number;
  /** After anything was undone in a campaign nothing else is undone there for so long. */
  undoCooldownDays: number;
}

export interface Undo {
  decision_id: string;
  campaign_id: string;
  /** One sentence with figures. */
  reason: string;
}

/**
 * A change is looked at anew whenever another week is whole, so at most four times; each interim look gets its part of the error allowed
 * (Bonferroni), for four looks would find something by chance more often than one.
 */
export const probabilityPerLook = ({ harmProbability }: HarmSettings): number => 1 - (1 - harmProbability) / mostWeeks;

/** True only where the change is still in force and no one else's change may be the cause. */
export function isHarmful(effect: Effect, settings: HarmSettings): boolean {
  return (
    effect.is_own &&
    effect.probability_of_harm !== null &&
    effect.probability_of_harm >= probabilityPerLook(settings) &&
    effect.changes.some(({ undone_at }) => undone_at === null)
  );
}

/** Days are mature up to a month after they ended; two weeks later, people have undone what they wanted undone. */
const newsForDays = 45;

/**
 * What to undo, newest first: all of a group that still stands, because it cannot be told which of its changes did the harm. An undo is no change of
 * its own, so it is never undone.
 */
export function harmfulChanges(
  effects: readonly Effect[],
  ownChanges: readonly OwnChange[],
  settings: HarmSettings,
  now: Date,
): Undo[] {
  const isCooling = (campaignId: string): boolean =>
    ownChanges.some(
      (change) =>
        change.campaignId === campaignId &&
        change.undoneAt !== null &&
        now.getTime() - change.undoneAt.getTime() < settings.undoCooldownDays * msPerDay,
    );
  const isNews = ({ after }: Effect): boolean =>
    after !== null && now.getTime() - Date.parse(after.through) < newsForDays * msPerDay;
  return effects
    .filter((effect) => isHarmful(effect, settings) && isNews(effect) && !isCooling(effect.campaign_id))
    .flatMap((effect) =>
      effect.changes
        .filter(({ undone_at }) => undone_at === null)
        .toReversed()
        .map(({ decision_id }) => ({ decision_id, campaign_id: effect.campaign_id, reason: reasonFor(effect) })),
    );
}

const reasonFor = ({ probability_of_harm, earned, currency, reason }: Effect): string =>
  `Harm is ${Math.floor(100 * probability_of_harm!)}% likely: about ${formatNumber(Math.round(-earned!.mean))} ${currency} lost so far. ${reason}`;
