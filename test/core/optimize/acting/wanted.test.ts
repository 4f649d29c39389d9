import { describe, expect, it } from 'vitest';
import { keys } from '../../../../core/contracts/keys.ts';
import { approveOrReject } from '../../../../core/optimize/acting/approval.ts';
import { wantedNow } from '../../../../core/optimize/acting/wanted.ts';
import { openChangeLog } from '../../../../core/optimize/log/change-log.ts';
import { encodeText } from '../../../../core/running/documents.ts';
import { budgeting, proposal, today } from '../../../support/decided.ts';
import { memoryObjects } from '../../../support/memory-objects.ts';

/** A run that takes money from campaign 10 for campaign 20, and lowers the budget of 30 for its own sake. */
const shifting = (run: string) => {
  const more = { run_id: run, guardrails: [{ rule: 'any', passed: true, detail: 'It passed.' }] };
  return [
    proposal({ id: `${run}-1`, change: budgeting(120, 100), more }),
    proposal({ id: `${run}-2`, campaign: '20', change: budgeting(120, 140), more: { ...more, requires: `${run}-1` } }),
    proposal({ id: `${run}-3`, campaign: '30', change: budgeting(120, 100), more }),
  ];
};

/** Ids of what the second run applies in `auto`, after these of the first were approved. */
async function wantedAfter(...approved: string[]) {
  const objects = memoryObjects();
  const first = shifting('run-1');
  await objects.put(
    keys.decisions(today, 'run-1'),
    encodeText(first.map((each) => `${JSON.stringify(each)}\n`).join('')),
  );
  for (const each of first.filter(({ decision_id }) => approved.includes(decision_id)))
    await approveOrReject({ objects, now: () => today }, each, { event: 'approved', by: 'ann', detail: '' });
  const wanted = await wantedNow(
    { mode: 'auto', decisions: shifting('run-2'), superseded: new Map(), at: today },
    { objects, log: await openChangeLog(objects) },
  );
  const idsOf = (decisions: readonly { decision_id: string }[]) => decisions.map(({ decision_id }) => decision_id);
  return { approved: idsOf(wanted.approved), proposed: idsOf(wanted.proposed) };
}

describe('wantedNow', () => {
  it('applies what passed the guardrails where nobody approved anything', async () => {
    expect(await wantedAfter()).toEqual({ approved: [], proposed: ['run-2-1', 'run-2-2', 'run-2-3'] });
  });

  it('lowers no budget for a raise that gives way to an approved one', async () => {
    expect(await wantedAfter('run-1-2')).toEqual({ approved: ['run-1-2'], proposed: ['run-2-3'] });
  });

  it('lowers no budget for a raise that a guardrail blocks', async () => {
    const objects = memoryObjects();
    const blocked = [{ rule: 'any', passed: false, detail: 'It is too much.' }];
    const decisions = shifting('run-2').map((each) =>
      each.requires === null ? each : { ...each, guardrails: blocked },
    );
    const log = await openChangeLog(objects);
    const wanted = await wantedNow({ mode: 'auto', decisions, superseded: new Map(), at: today }, { objects, log });
    expect(wanted.proposed.map(({ decision_id }) => decision_id)).toEqual(['run-2-3']);
  });
});
