import { describe, expect, it } from 'vitest';
import type { Mode } from '../../../../core/contracts/decisions.ts';
import { keys } from '../../../../core/contracts/keys.ts';
import type { OptimizerDeps } from '../../../../core/optimize/acting/optimizer-deps.ts';
import { newestEffectsReview, reviewForUndo } from '../../../../core/optimize/effects/review.ts';
import { encodeJson } from '../../../../core/running/documents.ts';
import { adsConfig } from '../../../../core/settings/config.ts';
import { optimizer } from '../../../../core/stages/optimizer.ts';
import { adDesk } from '../../../support/ad-desk.ts';
import { accountState, creativeUrn, proposal, today, wideGuardrails } from '../../../support/decided.ts';
import { memoryObjects } from '../../../support/memory-objects.ts';
import { campaignWith, dayWith, firstDay } from './simulated-panel.ts';

const days = 120;
const msPerDay = 86_400_000;
const changedOn = today.getTime() / msPerDay - firstDay - 1 / 3;

/** Five campaigns of 40 clicks a day, until campaign 10 has so many since its ad was paused. */
const panel = (clicksSince: number, through: number) =>
  ['10', '11', '12', '13', '14'].map((campaignId, place) =>
    campaignWith(
      campaignId,
      Array.from({ length: days }, (_, index) => through - days + 1 + index).map((day) => {
        const clicks = campaignId === '10' && day > changedOn ? clicksSince : 40;
        return dayWith(day, clicks + ((day * 7 + place * 3) % 5), 200);
      }),
    ),
  );

/** The optimizer pauses an ad, and looks at that again four weeks later. */
async function fourWeeksLater(mode: Mode, clicksSince: number, settings: object = {}) {
  const [desk, objects] = [adDesk(), memoryObjects()];
  const told: string[] = [];
  await objects.put(keys.guardrails, encodeJson(wideGuardrails()));
  let time = today;
  const warehouse = { rows: async () => [] } as unknown as OptimizerDeps['warehouse'];
  const deps: OptimizerDeps = {
    objects,
    platform: desk.platform,
    warehouse,
    metrics: { put: async () => undefined },
    notifier: { notify: async ({ body }) => void told.push(body) },
    logger: { info: () => undefined, warn: () => undefined },
    config: adsConfig.parse({ mode: 'auto' }),
    simulated: false,
    now: () => time,
    newId: () => 'ID',
    deciding: {
      states: async (_, ownChanges) => [{ ...accountState(), ownChanges: [...ownChanges] }],
      decide: (_, { runId, at }) => [
        { ...proposal({ id: `${runId}-1` }), run_id: runId, created_at: at.toISOString() },
      ],
    },
  };
  await optimizer({ run_id: 'run-1' }, deps);
  expect(desk.values.get(`status ${creativeUrn(101)}`)).toBe('PAUSED');
  const later = async (runId: string, daysLater: number) => {
    time = new Date(today.getTime() + daysLater * msPerDay);
    const newest = new Date(time.getTime() - msPerDay).toISOString().slice(0, 10);
    return await optimizer(
      { run_id: runId },
      {
        ...deps,
        config: adsConfig.parse({ mode, decisions: settings }),
        deciding: {
          states: async (_, ownChanges) => [
            {
              ...accountState(),
              newestDay: newest,
              newestMatureDay: newest,
              campaigns: panel(clicksSince, Math.floor(changedOn) + daysLater - 1),
              ownChanges: [...ownChanges],
            },
          ],
          review: reviewForUndo,
          decide: () => [],
        },
      },
    );
  };
  const output = await later('run-2', 30);
  return {
    output,
    later,
    review: await newestEffectsReview(objects),
    told: told.at(-1) ?? '',
    status: () => desk.values.get(`status ${creativeUrn(101)}`),
  };
}

describe('a change that lost half of the results', () => {
  it('is undone in the mode auto, exactly and once, with the figures as the reason', async () => {
    const { output, later, review, status } = await fourWeeksLater('auto', 20);
    expect(output).toMatchObject({ undone: 1, outcomes: [{ decision_id: 'run-1-1', result: 'undone' }] });
    expect(review!.effects).toMatchObject([{ campaign_id: '10', verdict: 'hurt', is_own: true }]);
    expect(review!.to_undo[0]!.reason).toMatch(/^Harm is 99% likely: about \d,\d{3} USD lost so far\. It hurt/);
    expect(status()).toBe('ACTIVE');
    expect(await later('run-3', 31)).toMatchObject({ undone: 0, outcomes: [] });
    expect(status()).toBe('ACTIVE');
  });

  it('is only told of in the mode approve', async () => {
    const { output, review, told, status } = await fourWeeksLater('approve', 20);
    expect(output).toMatchObject({ undone: 0 });
    expect(told).toContain('1 change made by this program very likely does harm. run-1-1: Harm is 99% likely');
    expect(review!.to_undo).toHaveLength(1);
    expect(status()).toBe('PAUSED');
  });

  it('stays where decisions.autoUndo is off', async () => {
    const { output, review, status } = await fourWeeksLater('auto', 20, { autoUndo: false });
    expect(output).toMatchObject({ undone: 0 });
    expect(review!.to_undo).toHaveLength(1);
    expect(status()).toBe('PAUSED');
  });
});

describe('a change that did no harm', () => {
  it('stays', async () => {
    const { output, review, status } = await fourWeeksLater('auto', 40);
    expect(output).toMatchObject({ undone: 0 });
    expect(review!.to_undo).toEqual([]);
    expect(status()).toBe('PAUSED');
  });
});
