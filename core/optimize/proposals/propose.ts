/** What a run proposes: what the evidence says, less what was undone lately, and less the few near ties that are left to chance. */
import type { Decision } from '../../contracts/decisions.ts';
import type { AccountState } from '../../domain/account-state.ts';
import { dayOf, msPerDay } from '../../domain/calendar.ts';
import { counted } from '../../domain/language.ts';
import { asKept, isChanging } from '../../domain/proposals.ts';
import { decide, type Run } from './decide.ts';
import { exploreSettings, leaveSomeAlone } from './explore.ts';

export function propose(states: readonly AccountState[], run: Run): Decision[] {
  const decided = decide(states, run);
  const drawn = leaveSomeAlone(notAgain(decided, states, run), exploreSettings(run.settings), run.runId);
  return withoutOrphans(drawn, decided);
}

/** What somebody, or the review of own changes, undid is not done again at once: the evidence that it rests on is nearly the same. */
export function notAgain(decisions: readonly Decision[], states: readonly AccountState[], run: Run): Decision[] {
  const days = run.settings.undoneStaysDays;
  const undone = new Map(
    states
      .flatMap(({ ownChanges }) => ownChanges)
      .filter(({ undoneAt }) => undoneAt !== null && run.at.getTime() - undoneAt.getTime() < days * msPerDay)
      .map(({ campaignId, creativeId, action, undoneAt }) => [keyOf(campaignId, creativeId, action), undoneAt!]),
  );
  const spared = new Set<string>();
  return decisions.map((decision) => {
    const { decision_id, campaign_id, creative_id, action, requires } = decision;
    const at = undone.get(keyOf(campaign_id, creative_id, action));
    const isSpared = at !== undefined || (requires !== null && spared.has(requires));
    if (!isChanging(decision) || !isSpared) return decision;
    spared.add(decision_id);
    const why = at
      ? `The same change was undone on ${dayOf(at)}; it is not proposed again for ${counted(days, 'day')}.`
      : 'It requires a change that was undone recently and is not proposed again yet.';
    return asKept(decision, why);
  });
}

/** Money is not taken from a budget for a change that is no longer made. `before`: as it was decided. */
export function withoutOrphans(decisions: readonly Decision[], before: readonly Decision[]): Decision[] {
  const neededBy = (all: readonly Decision[]) =>
    new Set(all.filter(isChanging).flatMap(({ requires }) => requires ?? []));
  const [then, now] = [neededBy(before), neededBy(decisions)];
  return decisions.map((decision) => {
    const { action, decision_id } = decision;
    if (action !== 'lower_budget' || !then.has(decision_id) || now.has(decision_id)) return decision;
    return asKept(decision, 'The change that this budget was to pay for is not made.');
  });
}

const keyOf = (campaignId: string, creativeId: string | null, action: string): string =>
  [campaignId, creativeId ?? '', action].join('\n');
