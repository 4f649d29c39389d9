import { describe, expect, it } from 'vitest';
import { harmfulChanges, probabilityPerLook } from '../../../../core/optimize/effects/harm.ts';
import { earnedAndLost } from '../../../../core/optimize/effects/ledger.ts';
import { effectLines, ledgerLines } from '../../../../core/optimize/effects/lines.ts';
import { settings } from '../../settings/effects.ts';
import { effectWith } from './effects.ts';
import { changeOf } from './simulated-panel.ts';

const now = new Date('2026-04-01T08:00:00Z');
const harmful = { probability_of_harm: 0.99 };

describe('what is to be undone', () => {
  it('is what does harm with a probability that four looks do not reach by chance', () => {
    expect(probabilityPerLook(settings)).toBeCloseTo(0.9875, 12);
    const undone = (probability_of_harm: number) =>
      harmfulChanges([effectWith({ probability_of_harm })], [], settings, now);
    expect(undone(0.987)).toEqual([]);
    expect(undone(0.99)).toEqual([
      {
        decision_id: 'd1',
        campaign_id: 'c1',
        reason: 'Harm is 99% likely: about 50 USD lost so far. It hurt.',
      },
    ]);
  });

  it('are all changes of a group, newest first', () => {
    const [first] = effectWith({}).changes;
    const changes = [first!, { ...first!, decision_id: 'd2' }];
    const undone = harmfulChanges([effectWith({ ...harmful, changes })], [], settings, now);
    expect(undone.map(({ decision_id }) => decision_id)).toEqual(['d2', 'd1']);
  });

  it('is nothing that was undone, nothing that others may have done, and nothing soon after another undo', () => {
    const [first] = effectWith({}).changes;
    const changes = [{ ...first!, undone_at: '2026-03-20T08:00:00.000Z' }];
    expect(harmfulChanges([effectWith({ ...harmful, changes })], [], settings, now)).toEqual([]);
    expect(harmfulChanges([effectWith({ ...harmful, is_own: false })], [], settings, now)).toEqual([]);
    const former = { ...changeOf('c1', 1, 'lower_bid'), undoneAt: new Date('2026-03-20T08:00:00Z') };
    expect(harmfulChanges([effectWith(harmful)], [former], settings, now)).toEqual([]);
    expect(harmfulChanges([effectWith(harmful)], [former], { ...settings, undoCooldownDays: 12 }, now)).toHaveLength(1);
  });
});

describe('what was left alone for long', () => {
  it('is no news any more', () => {
    const later = (days: number) => new Date(Date.parse('2026-03-29') + days * 86_400_000);
    expect(harmfulChanges([effectWith(harmful)], [], settings, later(44))).toHaveLength(1);
    expect(harmfulChanges([effectWith(harmful)], [], settings, later(45))).toEqual([]);
  });
});

describe('the running account', () => {
  const amounts = (mean: number) => ({ mean, low80: mean - 1, high80: mean + 1, low95: mean - 2, high95: mean + 2 });
  const spread = { own: 3, shared: 4, degrees: 1e6 };

  it('never adds two currencies or two kinds of results', () => {
    const sums = earnedAndLost([
      effectWith({ currency: 'USD', earned: amounts(10), spread }),
      effectWith({ currency: 'EUR', earned: amounts(5), spread }),
      effectWith({ currency: 'EUR', kpi: 'leads', earned: amounts(1), spread }),
    ]);
    expect(sums.map(({ currency, kpi, earned }) => [currency, kpi, earned?.mean])).toEqual([
      ['EUR', 'clicks', 5],
      ['EUR', 'leads', 1],
      ['USD', 'clicks', 10],
    ]);
  });

  it('adds what is uncertain in common as it is, and what is each change’s own in squares', () => {
    const effects = [effectWith({ earned: amounts(10), spread }), effectWith({ earned: amounts(-4), spread })];
    const [together] = earnedAndLost(effects);
    expect(together!.earned!.mean).toBe(6);
    // (4 + 4)² + 3² + 3²
    expect(together!.earned!.high95 - 6).toBeCloseTo(1.959964 * Math.sqrt(82), 3);
    const [apart] = earnedAndLost([effects[0]!, { ...effects[1]!, account_id: '2' }]);
    expect(apart!.earned!.high95 - 6).toBeCloseTo(1.959964 * Math.sqrt(50), 3);
  });

  it('counts what helped, what hurt and what is inconclusive', () => {
    const sums = earnedAndLost([
      effectWith({ verdict: 'helped' }),
      effectWith({ verdict: 'hurt' }),
      effectWith({ verdict: 'cannot_tell', earned: null, spread: null }),
    ]);
    expect(sums).toMatchObject([{ helped: 1, hurt: 1, cannot_tell: 1, estimated: 2 }]);
    expect(ledgerLines(earnedAndLost([effectWith({ earned: null, spread: null, verdict: 'cannot_tell' })]))).toEqual([
      'Own changes (clicks, USD): no estimate yet; 0 helped, 0 hurt, 1 inconclusive',
    ]);
  });
});

describe('the account in words', () => {
  it('says so when nothing was changed', () => {
    expect(effectLines(undefined)).toEqual([
      'Nothing had been changed by the time of the optimizer’s last run, so there are no effects to show yet.',
    ]);
  });

  it('names what it earned or lost, what is harmful, and each effect, newest first', () => {
    const effects = [
      effectWith({ changed_from: '2026-03-01', changed_through: '2026-03-01' }),
      effectWith({
        changed_from: '2026-03-10',
        changed_through: '2026-03-12',
        campaign_name: 'Brand',
        earned: null,
        spread: null,
        reason: 'Cannot tell.',
      }),
    ];
    const lines = effectLines({
      schema_version: 1,
      run_id: 'run',
      made_at: now.toISOString(),
      effects,
      earned_and_lost: earnedAndLost(effects),
      to_undo: [{ decision_id: 'd1', campaign_id: 'c1', reason: 'Harm is 99 % likely.' }],
    });
    expect(lines).toEqual([
      expect.stringMatching(
        /^Own changes \(clicks\): lost about 50 USD on 1,000 USD of spend \(80% interval: −\d+ to \S+\), from 1 estimate; 0 helped, 2 hurt, 0 inconclusive$/,
      ),
      '',
      'Very likely harmful, and still in force:',
      '  d1',
      '    Harm is 99 % likely.',
      '',
      '  2026-03-10 to 2026-03-12  Brand: pause creative',
      '    Cannot tell.',
      '  2026-03-01  c1: pause creative, lost 50 USD (−60 to −40)',
      '    It hurt.',
    ]);
  });
});
