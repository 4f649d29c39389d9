import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { benchGuardrails } from '../../../bench/decisions/bench-guardrails.ts';
import { openWorld, type Write } from '../../../bench/decisions/open-world.ts';
import { ourDecide, ourWindow } from '../../../bench/decisions/our-decide.ts';
import { playMorning } from '../../../bench/decisions/play.ts';
import { type Morning, optimizerWith } from '../../../bench/decisions/policies/optimizer.ts';
import { developmentSeeds, plansOf, worldFileOf, worldSizeOf } from '../../../bench/decisions/worlds.ts';
import type { Decision } from '../../../core/contracts/decisions.ts';
import type { AccountState, OwnChange } from '../../../core/domain/account-state.ts';
import { checkGuardrails } from '../../../core/optimize/guardrails/check.ts';
import { asOwnChange } from '../../../core/optimize/guardrails/situation.ts';
import { readAccountStates } from '../../../core/optimize/state/read-state.ts';
import type { AdChanges } from '../../../core/ports/ad-changes.ts';
import { urnOf } from '../../../twin/world/entities.ts';
import { type CollectedTwin, collectTwin } from '../../support/collected-twin.ts';

const days = 10;
const plan = {
  ...plansOf(developmentSeeds).find(({ size, mix }) => size === 'small' && mix === 'conversions and leads')!,
  historyDays: 35,
  playedDays: days,
};

interface Day {
  here: { states: readonly AccountState[]; decisions: readonly Decision[] };
  there: { states: readonly AccountState[]; decisions: readonly Decision[] };
}

/** The same world twice: played in this process, and asked over HTTP, collected, merged and decided on from the warehouse. */
describe('a world that is played in this process', () => {
  let pipeline: CollectedTwin;
  const played: Day[] = [];
  const writes: Write[] = [];

  beforeAll(async () => {
    pipeline = await collectTwin(
      { world: worldFileOf(plan), size: worldSizeOf(plan), seed: plan.seed },
      { collection: { backfillDays: 35, windowDays: 40, leastWindowDays: 40, wideWindowDays: 40, chunkDays: 40 } },
    );
    let morning: Morning | undefined;
    const open = openWorld(plan);
    const guardrails = benchGuardrails(open);
    const policy = optimizerWith({
      decide: ourDecide,
      window: ourWindow,
      guardrailsOf: () => guardrails,
      ranBefore: false,
      learnEveryDays: 1,
      watch: (seen) => {
        morning = seen;
      },
    })(open);
    const own: OwnChange[] = [];
    pipeline.twin.advance('8h');
    for (let day = open.firstDay; day < open.firstDay + days; day += 1) {
      const { written } = playMorning(open, policy, day);
      await pipeline.pull();
      await pipeline.process();
      const now = pipeline.twin.now();
      const states = await readAccountStates(pipeline.shop.deps, own);
      const decisions = checkGuardrails(ourDecide(states, morning!.decisions[0]?.run_id ?? '', now), {
        guardrails,
        states,
        ownChanges: own,
        stopWrites: null,
        now,
      });
      played.push({ here: morning!, there: { states, decisions } });
      for (const { write, from } of written) await writeThere(pipeline.depsFor().platform as never, write, from);
      own.push(...morning!.applied.map((decision) => asOwnChange(decision, now)));
      writes.push(...written.map(({ write }) => write));
      // the next of the day's pulls sees what was changed
      pipeline.twin.advance('6h');
      if (written.length > 0) await pipeline.pull();
      pipeline.twin.advance('18h');
    }
  });
  afterAll(() => pipeline.close());

  it('has the figures that the pipeline has of the same days', () => {
    const { here, there } = played.at(-1)!;
    expect(there.states).toHaveLength(here.states.length);
    for (const [index, state] of there.states.entries()) {
      const other = here.states[index]!;
      expect(state.newestMatureDay).toBe(other.newestMatureDay);
      expect(figuresOf(state)).toEqual(figuresOf(other));
    }
  });

  it('leads to the decisions that the pipeline makes', () => {
    expect(writes.length).toBeGreaterThan(5);
    for (const { here, there } of played) expect(wordsOf(there.decisions)).toEqual(wordsOf(here.decisions));
  });
});

/** As the optimizer would, over HTTP. */
async function writeThere(platform: AdChanges, write: Write, from: string | number): Promise<void> {
  const account = String(write.campaign.account.id);
  const { currency } = write.campaign.account;
  const amount = (value: string | number) => ({ amount: Number(value).toFixed(2), currency });
  const entity = String(write.campaign.id);
  const { outcome } =
    write.field === 'creative_status'
      ? await platform.setCreativeStatus({
          account,
          entity: urnOf.creative(write.creative.id),
          expected: String(from),
          to: write.to,
        })
      : await platform[write.field === 'bid' ? 'setBid' : 'setDailyBudget']({
          account,
          entity,
          expected: amount(from),
          to: amount(write.to),
        });
  expect(outcome).toBe('applied');
}

/** By campaign: settings and whole-window sums of the days that count. */
const figuresOf = ({ campaigns }: AccountState) =>
  campaigns
    .map(({ campaignId, bid, dailyBudget, objective, status, creatives, days: all }) => {
      const counted = all.filter(({ mature, reconciled }) => mature && reconciled);
      const sum = (value: (day: (typeof counted)[number]) => number | null): number =>
        counted.reduce((total, day) => total + (value(day) ?? 0), 0);
      return {
        campaignId,
        bid,
        dailyBudget,
        objective,
        status,
        active: creatives.filter((creative) => creative.status === 'ACTIVE').length,
        days: counted.length,
        impressions: sum((day) => day.impressions),
        clicks: sum((day) => day.clicks),
        cost: sum((day) => day.cost).toFixed(4),
      };
    })
    .sort((one, other) => (one.campaignId < other.campaignId ? -1 : 1));

/** What is done, and what bound it; in one order. */
const wordsOf = (decisions: readonly Decision[]): string[] =>
  decisions
    .filter(({ change }) => change !== null)
    .map(({ action, campaign_id, creative_id, change, guardrails }) => {
      const bound = guardrails.find(({ passed }) => !passed)?.rule ?? 'passes';
      const to = change!.field === 'creative_status' ? change!.to : change!.to.amount;
      return `${action} ${campaign_id} ${creative_id} ${to} ${bound}`;
    })
    .sort();
