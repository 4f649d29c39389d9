import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../../core/contracts/decisions.ts';
import type { DecisionStatus } from '../../../../core/optimize/log/decision-life.ts';
import { supersededBy } from '../../../../core/optimize/log/superseded.ts';
import { bidding, budgeting, type Proposal, proposal } from '../../../support/decided.ts';

/** Made by a run at a time of 20 November 2026, such as "run-1" at "08:00". */
const made = (id: string, time: string, given: Proposal = {}): Decision =>
  proposal({
    ...given,
    id,
    more: { run_id: id.replace(/-\d+$/, ''), created_at: `2026-11-20T${time}:00.000Z`, ...given.more },
  });

const superseded = (decisions: Decision[], statuses: Record<string, DecisionStatus> = {}) =>
  Object.fromEntries(supersededBy(decisions, (id) => statuses[id] ?? 'proposed'));

describe('a proposal', () => {
  it('is superseded by the newest one for the same change of the same entity, whatever its value', () => {
    const bids = (from: number, to: number) => ({ change: bidding(from, to) });
    expect(
      superseded([
        made('run-1-1', '08:00'),
        made('run-1-2', '08:00', bids(10, 11)),
        made('run-2-1', '12:00', bids(10, 9)),
        made('run-2-2', '12:00'),
        made('run-3-1', '16:00', bids(10, 12)),
      ]),
    ).toEqual({ 'run-1-1': 'run-2-2', 'run-1-2': 'run-3-1', 'run-2-1': 'run-3-1' });
  });

  it('is not superseded by another change of the entity, nor by the same change of another one', () => {
    expect(
      superseded([
        made('run-1-1', '08:00', { change: bidding(10, 11) }),
        made('run-2-1', '12:00', { change: budgeting(100, 120) }),
        made('run-2-2', '12:00', { campaign: '20', change: bidding(10, 11) }),
        made('run-2-3', '12:00', { change: bidding(10, 11), more: { account_id: '6' } }),
        made('run-2-4', '12:00', { change: null }),
      ]),
    ).toEqual({});
  });

  it('is older by when it was made, not by its name or place; at the same moment by the name of its run', () => {
    const [early, late] = [made('run-9-1', '08:00'), made('run-1-1', '12:00')];
    expect(superseded([early, late])).toEqual({ 'run-9-1': 'run-1-1' });
    expect(superseded([late, early])).toEqual({ 'run-9-1': 'run-1-1' });
    expect(superseded([made('run-2-1', '08:00'), made('run-1-1', '08:00')])).toEqual({ 'run-1-1': 'run-2-1' });
  });

  it('is not superseded by its own run, which decides once however often it is repeated', () => {
    expect(superseded([made('run-1-1', '08:00'), made('run-1-1', '08:00')])).toEqual({});
    expect(superseded([made('run-1-1', '08:00'), made('run-1-2', '08:00')])).toEqual({});
  });

  it('that was rejected, taken up or tried keeps its own end', () => {
    const both = [made('run-1-1', '08:00'), made('run-2-1', '12:00')];
    const ends = ['rejected', 'intended', 'applied', 'voided', 'failed', 'undo_intended', 'undone'] as const;
    for (const end of ends) expect(superseded(both, { 'run-1-1': end })).toEqual({});
  });

  it('stays superseded when the newer one is rejected', () => {
    const both = [made('run-1-1', '08:00'), made('run-2-1', '12:00')];
    expect(superseded(both, { 'run-2-1': 'rejected' })).toEqual({ 'run-1-1': 'run-2-1' });
  });

  it('that a person approved stands until a newer one is approved or taken up', () => {
    const both = [made('run-1-1', '08:00'), made('run-2-1', '12:00')];
    const under = (newer: DecisionStatus) => superseded(both, { 'run-1-1': 'approved', 'run-2-1': newer });
    for (const newer of ['proposed', 'rejected', 'voided', 'failed'] as const) expect(under(newer)).toEqual({});
    for (const newer of ['approved', 'intended', 'applied', 'undone'] as const)
      expect(under(newer)).toEqual({ 'run-1-1': 'run-2-1' });
  });

  it('takes along what pays for it, and what it pays for', () => {
    const lower = made('run-1-1', '08:00', { change: budgeting(100, 90) });
    const raise = made('run-1-2', '08:00', {
      campaign: '20',
      change: budgeting(120, 130),
      more: { requires: 'run-1-1' },
    });
    const raiseAnew = made('run-2-1', '12:00', { campaign: '20', change: budgeting(120, 132) });
    expect(superseded([lower, raise, raiseAnew])).toEqual({ 'run-1-1': 'run-2-1', 'run-1-2': 'run-2-1' });
    const lowerAnew = made('run-2-1', '12:00', { change: budgeting(100, 95) });
    expect(superseded([lower, raise, lowerAnew])).toEqual({ 'run-1-1': 'run-2-1', 'run-1-2': 'run-2-1' });
    expect(superseded([lower, raise])).toEqual({});
  });
});
