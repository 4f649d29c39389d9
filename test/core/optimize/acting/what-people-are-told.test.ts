import { describe, expect, it } from 'vitest';
import type { Mode } from '../../../../core/contracts/decisions.ts';
import type { ActingOutcome } from '../../../../core/optimize/acting/apply-and-undo.ts';
import { conditionsOf, newsOf, type RunNews } from '../../../../core/optimize/acting/notify.ts';
import { type DecisionRefusal, labelOf, sentenceOf } from '../../../../core/optimize/acting/refusal.ts';
import { proposal, wideGuardrails } from '../../../support/decided.ts';

const control = { guardrails: wideGuardrails(), problem: null, stopWrites: null };
const told = (more: Partial<RunNews>): RunNews => ({
  wantedMode: 'auto',
  control,
  proposed: 0,
  outcomes: [],
  open: 0,
  ...more,
});

const outcome = (more: Partial<ActingOutcome>): ActingOutcome => ({
  decision_id: 'd-1',
  result: 'applied',
  detail: 'a detail',
  action: 'pause_creative',
  refusal: null,
  ...more,
});
const brief = (more: Partial<RunNews>) => conditionsOf(told(more)).map(({ id, severity }) => `${id} ${severity}`);

describe('the trouble that people are told of', () => {
  it('is none where all is well', () => {
    expect(conditionsOf(told({ outcomes: [outcome({})], proposed: 3 }))).toEqual([]);
  });

  it.each<[Mode, boolean, string[]]>([
    ['auto', true, ['guardrails error']],
    ['approve', true, ['guardrails error']],
    ['recommend', true, []],
    ['auto', false, ['guardrails error']],
    ['recommend', false, ['guardrails error']],
  ])('is, in the mode %s, guardrails that cannot be used (missing: %s)', (wantedMode, missing, expected) => {
    const problem = { missing, detail: 'why' };
    expect(brief({ wantedMode, control: { ...control, guardrails: null, problem } })).toEqual(expected);
  });

  it.each<[Mode, string[]]>([
    ['auto', ['stop-writes warning']],
    ['approve', ['stop-writes warning']],
    ['recommend', []],
  ])('is, in the mode %s, that writing is stopped', (wantedMode, expected) => {
    expect(brief({ wantedMode, control: { ...control, stopWrites: 'Ann stopped it.' } })).toEqual(expected);
  });

  it('is what failed, what is open and what does harm, in figures and by the first of them', () => {
    const outcomes = [
      outcome({}),
      outcome({ result: 'failed', detail: 'first cause' }),
      outcome({ result: 'failed', detail: 'second cause' }),
    ];
    const harmful = [
      { decision_id: 'd-7', reason: 'lost 5 USD' },
      { decision_id: 'd-8', reason: 'lost 6 USD' },
    ];
    const found = conditionsOf(told({ outcomes, open: 4, harmful }));
    expect(found.map(({ id, severity, level, repeats }) => [id, severity, level, repeats])).toEqual([
      ['failed-writes', 'error', 0, true],
      ['open-writes', 'error', 0, true],
      ['harmful-changes', 'warning', 0, true],
    ]);
    const titles = found.map(({ title }) => title);
    expect(titles[0]).toMatch(/2.*first cause/);
    expect(titles[1]).toContain('4');
    expect(titles[2]).toMatch(/2.*d-7.*lost 5 USD/);
    expect(found.every(({ remedy }) => remedy.length > 20)).toBe(true);
  });

  it('is not an outcome of another kind', () => {
    expect(
      brief({ outcomes: [outcome({ result: 'blocked' }), outcome({ result: 'voided' })], open: 0, harmful: [] }),
    ).toEqual([]);
  });
});

describe('the news of a run', () => {
  it('is a line for each kind of outcome, its actions counted, ids where no action is known', () => {
    const outcomes = [
      outcome({}),
      outcome({}),
      outcome({ action: 'raise_bid' }),
      outcome({ result: 'undone', action: null, decision_id: 'd-4' }),
      outcome({ result: 'voided', action: 'lower_bid' }),
      outcome({ result: 'failed' }),
    ];
    const lines = newsOf(told({ outcomes }));
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^3 .*applied: 2 × pause creative, raise bid$/);
    expect(lines[1]).toMatch(/^1 .*undone: d-4$/);
    expect(lines[2]).toMatch(/^1 .*: lower bid$/);
  });

  it('is nothing where nothing was done', () => {
    expect(newsOf(told({}))).toEqual([]);
    expect(newsOf(told({ outcomes: [outcome({ result: 'open' }), outcome({ result: 'skipped' })] }))).toEqual([]);
  });

  it('says how many are recommended, after everything else', () => {
    const lines = newsOf(told({ proposed: 1, outcomes: [outcome({})] }));
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/^1 .*decisions list$/);
  });

  const bound = (rule: string): DecisionRefusal => ({ code: 'guardrail', verdict: { rule, detail: '' } });
  const blocked = (refusal: DecisionRefusal) => outcome({ result: 'blocked', refusal });

  it('counts what was held back by its rule, when it was decided and when it was taken up', () => {
    const heldBack = [
      proposal({ more: { guardrails: [{ rule: 'cool-down', passed: false, detail: '' }] } }),
      proposal({ more: { guardrails: [{ rule: 'known-entity', passed: true, detail: '' }] } }),
    ];
    const lines = newsOf(told({ outcomes: [blocked(bound('cool-down')), blocked(bound('spend-share'))], heldBack }));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/: cool-down \(2\); spend-share \(1\)$/);
  });

  it('says nothing of rules where there are no guardrails', () => {
    const outcomes = [blocked(bound('guardrail-file'))];
    expect(newsOf(told({ control: { ...control, guardrails: null }, outcomes }))).toEqual([]);
  });

  it('leaves out what a person was refused, for that person knows', () => {
    expect(newsOf(told({ outcomes: [outcome({ result: 'refused', refusal: { code: 'not-reached' } })] }))).toEqual([]);
  });

  it('counts what was not taken up by its reason', () => {
    const outcomes = [
      blocked({ code: 'no-change' }),
      blocked({ code: 'no-change' }),
      blocked({ code: 'ended', expiresAt: null }),
    ];
    const lines = newsOf(told({ outcomes }));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/\(2\); .*\(1\)$/);
  });
});

describe('the reason of a refusal', () => {
  const refusals: DecisionRefusal[] = [
    { code: 'unknown-decision' },
    { code: 'no-change' },
    { code: 'ended', expiresAt: '2026-11-21' },
    { code: 'superseded', by: 'd-2' },
    { code: 'already', status: 'undo_intended' },
    { code: 'overtaken', change: 'a change' },
    { code: 'mode', mode: 'recommend' },
    { code: 'not-reached' },
    { code: 'guardrail', verdict: { rule: 'cool-down', detail: 'why it waits' } },
  ];

  it('is another sentence for each code, and names what it is about', () => {
    const sentences = refusals.map(sentenceOf);
    expect(new Set(sentences).size).toBe(9);
    expect(sentences.every((sentence) => sentence?.length > 15)).toBe(true);
    for (const [at, word] of [
      [2, '2026-11-21'],
      [3, 'd-2'],
      [4, 'being undone'],
      [5, 'a change'],
      [6, 'recommend'],
      [8, 'cool-down'],
    ] as const)
      expect(sentences[at]).toContain(word);
    expect(sentences[8]).toContain('why it waits');
    expect(sentenceOf({ code: 'ended', expiresAt: null })).not.toContain('null');
  });

  it('is another label for each code that is counted', () => {
    const labels = refusals.flatMap((each) => (each.code === 'guardrail' ? [] : labelOf(each)));
    expect(new Set(labels).size).toBe(8);
    expect(labels.every((label) => label.length > 5)).toBe(true);
    expect(labels[6]).toContain('recommend');
  });
});
