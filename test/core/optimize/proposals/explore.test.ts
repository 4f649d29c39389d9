import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawNearTie, leaveSomeAlone, uniformOf } from '../../../../core/optimize/proposals/explore.ts';
import { proposal } from '../../../support/decided.ts';

const candidates = [
  { choice: 'keep', value: 10 },
  { choice: 'pause', value: 9.5 },
  { choice: 'lower bid', value: 9.2 },
  { choice: 'raise bid', value: 3 },
];

describe('a draw among near ties', () => {
  it('takes the best with certainty while nothing is left to chance', () => {
    expect(drawNearTie(candidates, { explore: 0, tie: 1 }, 'run', 'c1')).toEqual({ choice: 'keep', propensity: 1 });
    expect(drawNearTie(candidates, { explore: 0.1, tie: 0.1 }, 'run', 'c1')).toEqual({ choice: 'keep', propensity: 1 });
  });

  it('logs the chances with which it draws', () => {
    const draws = 30_000;
    const seen = new Map<string, { count: number; propensity: number }>();
    for (let entity = 0; entity < draws; entity++) {
      const { choice, propensity } = drawNearTie(
        candidates,
        { explore: 0.3, tie: 1 },
        `run-${entity % 7}`,
        `urn:li:sponsoredCreative:${entity}`,
      );
      const known = seen.get(choice);
      seen.set(choice, { count: (known?.count ?? 0) + 1, propensity });
      if (known) expect(propensity).toBe(known.propensity);
    }
    expect([...seen.keys()].sort()).toEqual(['keep', 'lower bid', 'pause']);
    for (const { count, propensity } of seen.values()) {
      // four standard errors
      const tolerance = 4 * Math.sqrt((propensity * (1 - propensity)) / draws);
      expect(Math.abs(count / draws - propensity)).toBeLessThan(tolerance);
    }
    expect(seen.get('keep')!.propensity).toBeCloseTo(0.8, 12);
    expect(seen.get('pause')!.propensity).toBeCloseTo(0.1, 12);
  });

  it('is the same again for the same run and entity, and sums to one', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.double({ min: 0.01, max: 1, noNaN: true }), (run, entity, explore) => {
        const drawn = drawNearTie(candidates, { explore, tie: 1 }, run, entity);
        expect(drawNearTie(candidates, { explore, tie: 1 }, run, entity)).toEqual(drawn);
        const ofBest = 1 - explore + explore / 3;
        expect([ofBest, explore / 3]).toContain(drawn.propensity);
      }),
    );
  });

  it('has levels that spread evenly over names that differ by a letter', () => {
    const counts = new Array<number>(10).fill(0);
    for (let index = 0; index < 10_000; index++) counts[Math.floor(10 * uniformOf(`creative-${index}`))]!++;
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(130);
  });
});

describe('exploring', () => {
  const changes = Array.from({ length: 4000 }, (_, index) =>
    proposal({ id: `d${index}`, campaign: `${index}`, gain: 15 }),
  );

  it('changes nothing while it is off', () => {
    expect(leaveSomeAlone(changes, { explore: 0, tie: 20 }, 'run')).toEqual(changes);
  });

  it('leaves near ties alone as often as it logs, and says so', () => {
    const drawn = leaveSomeAlone(changes, { explore: 0.2, tie: 20 }, 'run');
    const alone = drawn.filter(({ action }) => action === 'keep');
    expect(alone.length / drawn.length).toBeGreaterThan(0.08);
    expect(alone.length / drawn.length).toBeLessThan(0.12);
    for (const { propensity, change, reason } of alone) {
      expect(propensity).toBeCloseTo(0.1, 12);
      expect(change).toBeNull();
      expect(reason).toMatch(
        /^Left alone at random \(decisions\.explore\), because it is hardly worth making\. What was proposed: /,
      );
    }
    for (const { action, propensity } of drawn) if (action !== 'keep') expect(propensity).toBeCloseTo(0.9, 12);
  });

  it('never touches what is clearly worth it, nor what nothing was proposed of', () => {
    const clear = [proposal({ gain: 100 }), proposal({ id: 'k', change: null })];
    expect(leaveSomeAlone(clear, { explore: 0.5, tie: 20 }, 'run')).toEqual(clear);
  });

  it('does not draw what needs another change, nor what another change needs', () => {
    const pairs = changes.flatMap((first, index) => [
      first,
      proposal({ id: `n${index}`, campaign: `${index}`, gain: 15, more: { requires: first.decision_id } }),
    ]);
    expect(leaveSomeAlone(pairs, { explore: 0.5, tie: 20 }, 'run')).toEqual(pairs);
  });
});
