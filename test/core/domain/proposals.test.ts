import { describe, expect, it } from 'vitest';
import { decisionActions } from '../../../core/contracts/decisions.ts';
import {
  asKept,
  changedField,
  expiryOf,
  isChanging,
  isExpired,
  proposesChange,
} from '../../../core/domain/proposals.ts';
import { changingActions } from '../../../core/optimize/guardrails/guardrail-file.ts';
import { summariseDecisions } from '../../../core/optimize/log/summary.ts';
import { whyNothing } from '../../../core/optimize/proposals/why-nothing.ts';
import { proposal } from '../../support/decided.ts';

const ofAction = (action: (typeof decisionActions)[number]) => proposal({ more: { action } });

describe('whether a decision changes something', () => {
  it('is told alike by the guardrail file, the summary of a run and the reasons for nothing', () => {
    for (const action of decisionActions) {
      const does = action !== 'keep' && action !== 'gather_evidence';
      const isLeftAlone = whyNothing([ofAction(action)]).left.length > 0;
      expect({
        action,
        domain: proposesChange(action),
        guardrailFile: changingActions.some((each) => each === action),
        summary: summariseDecisions([ofAction(action)]).proposed === 1,
        whyNothing: !isLeftAlone,
      }).toEqual({ action, domain: does, guardrailFile: does, summary: does, whyNothing: does });
    }
  });

  it('says which field it is about', () => {
    expect(decisionActions.map(changedField)).toEqual([
      'creative_status',
      'creative_status',
      'creative_status',
      'bid',
      'bid',
      'daily_budget',
      'daily_budget',
      null,
      null,
    ]);
  });

  it('is over when it is kept after all, with the reason it had', () => {
    const kept = asKept(proposal(), 'It was undone lately.');
    expect([kept.action, kept.change, kept.expires_at, kept.reason]).toEqual([
      'keep',
      null,
      null,
      'It was undone lately. What was proposed: Because.',
    ]);
    expect([isChanging(proposal()), isChanging(kept)]).toEqual([true, false]);
  });
});

describe('the life of a proposal', () => {
  it('is a day, to the millisecond, and without an end it is over', () => {
    const end = expiryOf(new Date('2026-11-20T08:00:00.000Z'));
    expect(end).toBe('2026-11-21T08:00:00.000Z');
    expect(isExpired({ expires_at: end }, new Date('2026-11-21T07:59:59.999Z'))).toBe(false);
    expect(isExpired({ expires_at: end }, new Date('2026-11-21T08:00:00.000Z'))).toBe(true);
    expect(isExpired({ expires_at: null }, new Date('2026-11-20T08:00:00.000Z'))).toBe(true);
  });
});
