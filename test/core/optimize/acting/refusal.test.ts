import { describe, expect, it } from 'vitest';
import { approveOrReject } from '../../../../core/optimize/acting/approval.ts';
import { newsOf } from '../../../../core/optimize/acting/notify.ts';
import { type DecisionRefusal, labelOf, sentenceOf } from '../../../../core/optimize/acting/refusal.ts';
import { actingWorld } from '../../../support/acting-world.ts';
import { proposal } from '../../../support/decided.ts';
import { exampleGuardrails } from '../../../support/example-guardrails.ts';

const control = { guardrails: exampleGuardrails, problem: null, stopWrites: null };

describe('a refusal', () => {
  it('is the same code to a person’s word and to applying, with the same sentence', async () => {
    const world = await actingWorld();
    world.setTime(new Date('2026-11-21T08:00:00Z'));
    const word = await approveOrReject(world.deps, proposal(), { event: 'approved', by: 'ann', detail: '' });
    const [applied] = await world.apply([proposal()]);
    const ended: DecisionRefusal = { code: 'ended', expiresAt: '2026-11-21T08:00:00.000Z' };
    expect([word, applied?.refusal]).toEqual([ended, ended]);
    expect([sentenceOf(ended), applied?.detail]).toEqual([
      'The proposal expired at 2026-11-21T08:00:00.000Z.',
      'The proposal expired at 2026-11-21T08:00:00.000Z.',
    ]);
  });

  it('says what happened to the decision, so that approving twice can be told from approving too late', async () => {
    const world = await actingWorld();
    const approve = () => approveOrReject(world.deps, proposal(), { event: 'approved', by: 'ann', detail: '' });
    expect(await approve()).toBeNull();
    expect(await approve()).toEqual({ code: 'already', status: 'approved' });
    await world.apply([proposal()]);
    expect(await approve()).toEqual({ code: 'already', status: 'applied' });
    expect(sentenceOf({ code: 'already', status: 'undo_intended' })).toBe('It is already being undone.');
  });

  it('is counted by its code: by the rule where a guardrail bound, apart where none did', () => {
    const blocked = (refusal: DecisionRefusal) =>
      ({ decision_id: 'run-1-1', result: 'blocked', detail: sentenceOf(refusal), action: null, refusal }) as const;
    const rule = { rule: 'cool-down', detail: 'We last changed it 1 h ago; the cool-down is 72 h.' };
    const outcomes = [
      blocked({ code: 'guardrail', verdict: rule }),
      blocked({ code: 'guardrail', verdict: rule }),
      blocked({ code: 'ended', expiresAt: '2026-11-21T08:00:00.000Z' }),
      blocked({ code: 'mode', mode: 'recommend' }),
    ];
    expect(newsOf({ wantedMode: 'auto', control, proposed: 0, outcomes, open: 0 })).toEqual([
      'Held back by guardrails: cool-down (2)',
      'Not applied: proposal expired (1); the mode is recommend (1)',
    ]);
    expect(labelOf({ code: 'no-change' })).toBe('no change to make');
  });
});
