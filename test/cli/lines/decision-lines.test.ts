import { describe, expect, it } from 'vitest';
import { listDecisions, showDecision } from '../../../cli/lines/decision-lines.ts';
import { approveOrReject } from '../../../core/optimize/acting/approval.ts';
import { storeDecisions } from '../../../core/optimize/log/stored.ts';
import { proposal, today } from '../../support/decided.ts';
import { memoryObjects } from '../../support/memory-objects.ts';

/** As often as the optimizer ran, the same two proposals, the newest run last by time and first by name. */
async function placeAfter(runs: readonly { runId: string; at: string }[], byHand = false) {
  const objects = memoryObjects();
  for (const { runId, at } of runs) {
    const more = { run_id: runId, created_at: at, ...(byHand && { change: null }) };
    const made = [proposal({ id: `${runId}-1`, more }), proposal({ id: `${runId}-2`, creative: 102, more })];
    await storeDecisions(objects, new Date(at), runId, made);
  }
  return { objects, name: 'here', simulated: false };
}

const thrice = [
  { runId: 'optimize-1', at: '2026-11-20T08:00:00.000Z' },
  { runId: 'optimize-2', at: '2026-11-20T08:10:00.000Z' },
  { runId: '01KAGY', at: '2026-11-20T08:20:00.000Z' },
];

describe('the list of decisions', () => {
  it('holds what the newest run proposes, not what earlier ones proposed too', async () => {
    const { lines, json } = await listDecisions(await placeAfter(thrice), today, false);
    expect(lines.filter((line) => !line.startsWith('    ')).map((line) => line.split(':')[0])).toEqual([
      '2 proposals waiting for a decision',
      '  01KAGY-1',
      '  01KAGY-2',
      '',
      '4 older proposals superseded by a newer one for the same change.',
    ]);
    const { decisions } = json as {
      decisions: { decision_id: string; status: string; superseded_by: string | null }[];
    };
    expect(decisions.map((each) => [each.decision_id, each.status, each.superseded_by])).toEqual([
      ['optimize-1-1', 'superseded', '01KAGY-1'],
      ['optimize-1-2', 'superseded', '01KAGY-2'],
      ['optimize-2-1', 'superseded', '01KAGY-1'],
      ['optimize-2-2', 'superseded', '01KAGY-2'],
      ['01KAGY-1', 'proposed', null],
      ['01KAGY-2', 'proposed', null],
    ]);
  });

  it('counts what is to be carried out by hand once', async () => {
    const { lines } = await listDecisions(await placeAfter(thrice, true), today, false);
    expect(lines.at(-1)).toMatch(/^2 recommendations for imported data/);
  });

  it('keeps what a person approved, beside the newer one', async () => {
    const place = await placeAfter(thrice);
    const approved = proposal({ id: 'optimize-2-1', more: { run_id: 'optimize-2' } });
    const word = { event: 'approved', by: 'ann', detail: '' } as const;
    expect(await approveOrReject({ objects: place.objects, now: () => today }, approved, word)).toBeNull();
    const { lines } = await listDecisions(place, today, false);
    expect(lines.slice(0, 2)).toEqual([
      '3 proposals waiting for a decision:',
      expect.stringMatching(/^ {2}optimize-2-1 \(approved\): /),
    ]);
  });

  it('shows of one which newer one stands in for it', async () => {
    const { lines } = await showDecision(await placeAfter(thrice), 'optimize-1-2');
    expect(lines.find((line) => line.startsWith('Status'))).toMatch(
      /^Status: superseded by 01KAGY-2, a newer proposal for the same change; made at /,
    );
  });
});
