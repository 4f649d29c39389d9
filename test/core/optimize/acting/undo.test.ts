import { describe, expect, it } from 'vitest';
import { keys } from '../../../../core/contracts/keys.ts';
import { readOwnChanges } from '../../../../core/optimize/acting/own-changes.ts';
import { actingWorld } from '../../../support/acting-world.ts';
import { bidding, creativeUrn, proposal, today } from '../../../support/decided.ts';

const applied = async (change = bidding(10, 11)) => {
  const world = await actingWorld();
  await world.apply([proposal({ change })]);
  return world;
};

describe('undoing', () => {
  it('restores the exact former value, once', async () => {
    const world = await applied();
    expect(world.desk.values.get('bid 10')).toEqual({ amount: '11', currency: 'USD' });
    expect(await world.undo('run-1-1')).toEqual({ result: 'undone', detail: 'Written and read back.' });
    // as it stood there before, to the letter
    expect(world.desk.values.get('bid 10')).toEqual({ amount: '10.00', currency: 'USD' });
    world.desk.values.set('bid 10', { amount: '11', currency: 'USD' });
    expect(await world.undo('run-1-1')).toEqual({
      result: 'refused',
      detail: 'It was already undone at 2026-11-20T08:00:00.000Z by ann. A change is undone only once.',
    });
    expect(world.desk.writes).toEqual(['bid 10: 10.00 > 11', 'bid 10: 11 > 10.00']);
    expect(await readOwnChanges(world.objects)).toEqual([
      {
        decisionId: 'run-1-1',
        action: 'raise_bid',
        campaignId: '10',
        creativeId: null,
        appliedAt: today,
        undoneAt: today,
        from: 10,
        to: 11,
      },
    ]);
  });

  it('leaves alone what somebody changed since, and may be tried again when that is gone', async () => {
    const world = await applied();
    world.desk.values.set('bid 10', { amount: '15', currency: 'USD' });
    expect(await world.undo('run-1-1')).toEqual({
      result: 'voided',
      detail: 'Someone changed it in the meantime: expected 11 USD, found 15 USD. Nothing was overwritten.',
    });
    expect(await world.status('run-1-1')).toBe('applied');
    world.desk.values.set('bid 10', { amount: '11.00', currency: 'USD' });
    expect(await world.undo('run-1-1')).toMatchObject({ result: 'undone' });
  });

  it('obeys the kill switch, unless a person insists', async () => {
    const world = await applied();
    await world.stopWrites(true);
    const detail = 'Writing was stopped by ann at 2026-11-20T08:00:00.000Z.';
    expect(await world.undo('run-1-1')).toEqual({ result: 'refused', detail });
    expect(await world.undo('run-1-1', { automatic: true, force: true })).toEqual({ result: 'refused', detail });
    expect(await world.undo('run-1-1', { force: true })).toMatchObject({ result: 'undone' });
  });

  it('needs guardrails only where a program does it by itself', async () => {
    const world = await applied();
    await world.objects.delete(keys.guardrails);
    expect(await world.undo('run-1-1', { automatic: true })).toMatchObject({
      result: 'refused',
      detail: expect.stringMatching(/^There are no guardrails/),
    });
    expect(await world.undo('run-1-1')).toMatchObject({ result: 'undone' });
  });

  it('is refused where nothing was applied, or nobody knows', async () => {
    const world = await actingWorld();
    expect(await world.undo('run-1-1')).toEqual({
      result: 'refused',
      detail: 'Nothing was applied, so there is nothing to undo.',
    });
    world.desk.faults.push('lost');
    await world.apply([proposal()]);
    expect(await world.undo('run-1-1')).toMatchObject({
      result: 'refused',
      detail: 'It is not known yet whether it was applied. The next run finds out.',
    });
    await world.settle();
    expect(await world.undo('run-1-1')).toMatchObject({ result: 'undone' });
    expect(world.desk.values.get(`status ${creativeUrn(101)}`)).toBe('ACTIVE');
  });

  it.each([
    ['lost', 'undone', 'undone'],
    ['silent', 'voided', 'applied'],
  ] as const)('that nobody knows the end of (%s) is settled', async (fault, result, status) => {
    const world = await applied();
    world.desk.faults.push(fault);
    expect(await world.undo('run-1-1')).toMatchObject({ result: 'open' });
    expect(await world.settle()).toMatchObject([{ decisionId: 'run-1-1', result }]);
    expect(await world.status('run-1-1')).toBe(status);
  });
});
