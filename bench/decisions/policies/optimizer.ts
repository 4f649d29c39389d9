/** (d) This program in `auto`: its own state, decisions and guardrails, with nothing but what the API has shown by that morning. */
import type { Decision } from '../../../core/contracts/decisions.ts';
import type { AccountState, OwnChange } from '../../../core/domain/account-state.ts';
import type { ChangingDecision } from '../../../core/domain/proposals.ts';
import { byStake, checkGuardrails, isAllowed } from '../../../core/optimize/guardrails/check.ts';
import type { Guardrails } from '../../../core/optimize/guardrails/guardrail-file.ts';
import { asOwnChange } from '../../../core/optimize/guardrails/situation.ts';
import { stateFromDays } from '../../../core/optimize/state/state-from-days.ts';
import { dateOf, msPerDay, msPerHour } from '../../../twin/clock.ts';
import { urnOf } from '../../../twin/world/entities.ts';
import { accountHistories } from '../account-history.ts';
import { seenDays } from '../api-view.ts';
import { learnedShares, maturitySettings } from '../learned-shares.ts';
import type { OpenWorld, Write } from '../open-world.ts';
import { hourOfDecision, type PolicyFor } from '../play.ts';

export interface Morning {
  day: number;
  states: readonly AccountState[];
  /** All of the run, with the guardrails' verdicts. */
  decisions: readonly Decision[];
  /** Those among them that were applied. */
  applied: readonly ChangingDecision[];
}

export interface OptimizerOptions {
  decide(states: readonly AccountState[], runId: string, at: Date): Decision[];
  guardrailsOf(open: OpenWorld): Guardrails;
  window: { windowDays: number; activeWithinDays: number };
  /** Whether the pipeline ran through the history, and so learned from it how figures grow; true when left out. */
  ranBefore?: boolean;
  /** Days between two times of learning how figures grow. The pipeline learns daily; weekly is as good here and takes less time. */
  learnEveryDays?: number;
  /** Hears of every morning before anything is written. */
  watch?(morning: Morning, open: OpenWorld): void;
}

export const optimizerWith =
  ({ decide, guardrailsOf, window, watch, ranBefore = true, learnEveryDays = 7 }: OptimizerOptions): PolicyFor =>
  (open) => {
    const seen = seenDays(open);
    const shares = learnedShares(open, seen, learnEveryDays);
    const knownFrom = open.firstDay - (ranBefore ? open.plan.historyDays : 0);
    const histories = accountHistories(open, seen, shares, knownFrom);
    const guardrails = guardrailsOf(open);
    const own: OwnChange[] = [];
    const proposals = new Map<Write, OwnChange>();
    const observe = (day: number): void => {
      seen.observe(day);
      shares.observe(day);
    };
    // what the pipeline would have seen before it was let act
    for (let day = knownFrom; day < open.firstDay; day += 1) {
      open.twin.clock.set(day * msPerDay + hourOfDecision * msPerHour);
      observe(day);
    }
    return {
      morning(day) {
        observe(day);
        const now = new Date(open.twin.clock.now());
        const states = [...open.twin.entities.accounts.values()].map((account) =>
          stateFromDays(histories.of(account, day, own), { ...window, maturityLevel: maturitySettings.level }),
        );
        const decided = decide(states, `run-${dateOf(day)}`, now);
        const decisions = checkGuardrails(decided, { guardrails, states, ownChanges: own, stopWrites: null, now });
        const allowed = decisions.filter(isAllowed);
        const ids = new Set(allowed.map(({ decision_id }) => decision_id));
        const applied = allowed
          .filter(({ requires }) => requires === null || ids.has(requires))
          .toSorted(byRequirement);
        watch?.({ day, states, decisions, applied }, open);
        return applied.map((decision) => {
          const write = writeOf(open, decision);
          proposals.set(write, asOwnChange(decision, now));
          return write;
        });
      },
      written(write, day) {
        const change = proposals.get(write);
        if (change) own.push(change);
        // settings are listed once a day, so the next morning's list is the first to tell
        if (write.field !== 'creative_status') histories.noteTerms(write.campaign, day + 1);
      },
    };
  };

/** What others require comes first. */
const byRequirement = (one: ChangingDecision, other: ChangingDecision): number =>
  Number(one.requires !== null) - Number(other.requires !== null) || byStake(one, other);

function writeOf({ campaigns }: OpenWorld, { campaign_id, creative_id, change }: ChangingDecision): Write {
  const campaign = campaigns.find(({ id }) => String(id) === campaign_id);
  if (!campaign) throw new RangeError(`There is no campaign ${campaign_id} in this world.`);
  if (change.field !== 'creative_status') return { field: change.field, campaign, to: Number(change.to.amount) };
  const creative = campaign.creatives.find(({ id }) => urnOf.creative(id) === creative_id);
  if (!creative) throw new RangeError(`There is no creative ${creative_id} in this world.`);
  return { field: 'creative_status', campaign, creative, to: change.to };
}
