import { describe, expect, it } from 'vitest';
import { predictionLines } from '../../../core/effects/lines.ts';
import { publishPredictionAccuracy, readPredictionQuality } from '../../../core/effects/publish-accuracy.ts';
import { keys } from '../../../core/keys.ts';
import type { Metric } from '../../../core/ports.ts';
import { encodeText } from '../../../core/stored-json.ts';
import { pausing, proposal } from '../../support/decided.ts';
import { memoryObjects } from '../../support/memory-objects.ts';

const account = { platform: 'linkedin', accountId: '1', newestMatureDay: '2026-03-20' };

async function publish(madeOn: string, clicks: number, applied: string[] = []) {
  const objects = memoryObjects();
  const at = new Date(`${madeOn}T08:00:00.000Z`);
  const { decision_id, ...rest } = proposal({ change: pausing });
  const judged = {
    ...rest,
    decision_id: 'd1',
    account_id: '1',
    creative_id: 'a',
    created_at: at.toISOString(),
    evidence: { ...rest.evidence, kpi: 'clicks', posterior_rate: 0.5 },
  };
  await objects.put(keys.decisions(at, 'run'), encodeText(`${JSON.stringify(judged)}\n`));
  const sent: Metric[] = [];
  const day = (date: string) => ({
    platform: 'linkedin',
    account_id: '1',
    creative_id: 'a',
    stat_date: date,
    impressions: '1000',
    clicks: `${clicks}`,
  });
  const accuracy = await publishPredictionAccuracy(
    {
      objects,
      warehouse: { rows: async () => [day('2026-03-09'), day('2026-03-10'), day('2026-03-13')] } as never,
      now: () => new Date('2026-03-21T08:00:00.000Z'),
      metrics: { put: async (_, metrics) => void sent.push(...metrics) },
    },
    [account],
    new Set(applied),
  );
  return { accuracy, sent, kept: await readPredictionQuality(objects) };
}

describe('PredictionAccuracy', () => {
  it('is sent over the predictions whose seven days matured in the last seven', async () => {
    // predicted 5 clicks of 1,000; 4 came
    const { accuracy, sent } = await publish('2026-03-08', 4);
    expect(accuracy).toBeCloseTo(75, 9);
    expect(sent).toEqual([{ name: 'PredictionAccuracy', value: accuracy, unit: 'Percent' }]);
  });

  it('is kept with its coverage and error, for people', async () => {
    const { accuracy, kept } = await publish('2026-03-08', 4);
    expect(kept).toMatchObject({
      made_at: '2026-03-21T08:00:00.000Z',
      accuracy,
      by_kpi: { clicks: { predictions: 1 } },
    });
    expect(predictionLines(kept)).toEqual([
      'Predictions (clicks): 1 matured of late, 100 % within their 95 % interval, off by 25 % of the rate',
    ]);
    expect(predictionLines(undefined)).toEqual([]);
  });

  it('is not sent where no prediction matured: too young, too old, or of what was changed', async () => {
    for (const { accuracy, sent } of [
      await publish('2026-03-14', 4),
      await publish('2026-03-06', 4),
      await publish('2026-03-08', 4, ['d1']),
    ]) {
      expect(accuracy).toBeNull();
      expect(sent).toEqual([]);
    }
  });
});
