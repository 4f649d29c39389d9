/** Decisions that people approve, reject, apply or undo by id: carried out at once, within the guardrails. */
import type { Decision } from '../../contracts/decisions.ts';
import type { OptimizerRequest } from '../../contracts/stages.ts';
import { UsageError } from '../../errors.ts';
import { warehouseDeciding } from '../deciding.ts';
import { type ChangeLog, openChangeLog } from '../log/change-log.ts';
import { findDecisions } from '../log/find-decisions.ts';
import { readSuperseded } from '../log/read-superseded.ts';
import { type ActingOutcome, applyAll, undoAll } from './apply-and-undo.ts';
import { approveOrReject } from './approval.ts';
import { type OptimizerDeps, settle, withPlatform } from './optimizer-deps.ts';
import { ownChangesIn } from './own-changes.ts';
import { type DecisionRefusal, sentenceOf } from './refusal.ts';
import type { ActingDeps } from './writing.ts';

export const asksById = ({ approve, reject, apply, undo }: OptimizerRequest): boolean =>
  approve.length + reject.length + apply.length + undo.length > 0;

export interface AppliedById {
  outcomes: ActingOutcome[];
  log: ChangeLog;
}

export async function applyById(runId: string, request: OptimizerRequest, deps: OptimizerDeps): Promise<AppliedById> {
  const rejected = await rejectAll(request, deps);
  const { approve, apply, undo, by, force } = request;
  if (approve.length + apply.length + undo.length === 0)
    return { outcomes: rejected, log: await openChangeLog(deps.objects) };
  return await withPlatform(deps, runId, async (acting) => {
    if (!acting)
      throw new UsageError(
        'There is no platform to write to',
        'Imported files contain figures only. Sign in first: npm run ads -- authorize --allow-writes.',
      );
    const log = await openChangeLog(deps.objects);
    const settled = await settle(acting, log, runId);
    const wanted = undo.map((decision_id) => ({ decision_id, reason: `Requested by ${by}.` }));
    const undone = await undoAll(acting, wanted, { by, log, automatic: false, force });
    const applied = await applyRequested(runId, request, { acting, deps, log });
    return { outcomes: [...rejected, ...settled, ...undone, ...applied], log };
  });
}

async function rejectAll({ reject, by }: OptimizerRequest, deps: OptimizerDeps): Promise<ActingOutcome[]> {
  if (reject.length === 0) return [];
  const { decisions, missing } = await find(reject, deps);
  const outcomes: ActingOutcome[] = [];
  for (const decision of decisions) {
    const detail = `Rejected by ${by}.`;
    const refusal = await approveOrReject(deps, decision, { event: 'rejected', by, detail });
    const { decision_id } = decision;
    outcomes.push(
      refusal ? refused(decision_id, refusal) : { decision_id, result: 'rejected', detail, action: null, refusal },
    );
  }
  return [...missing, ...outcomes];
}

interface World {
  acting: ActingDeps;
  deps: OptimizerDeps;
  log: ChangeLog;
}

async function applyRequested(
  runId: string,
  { approve, apply, by }: OptimizerRequest,
  { acting, deps, log }: World,
): Promise<ActingOutcome[]> {
  const ids = [...new Set([...approve, ...apply])];
  if (ids.length === 0) return [];
  const { mode } = deps.config;
  // The demo spends no real money.
  if (mode !== 'approve' && mode !== 'auto' && !deps.simulated)
    return ids.map((id): ActingOutcome => ({ ...refused(id, { code: 'mode', mode }), result: 'blocked' }));
  const { decisions, missing } = await find(ids, deps);
  const superseded = await readSuperseded(deps.objects, log, deps.now());
  const wanted = decisions.filter(({ decision_id }) => approve.includes(decision_id));
  const unapproved = await approveAll(wanted, { by, superseded, deps });
  await log.refresh(approve);
  const standing = decisions.filter(({ decision_id }) => !unapproved.some((each) => each.decision_id === decision_id));
  const { deciding = warehouseDeciding } = deps;
  const { applied } = await ownChangesIn(log);
  await log.saveCache();
  const states = await deciding.states(deps, applied);
  const run = {
    log,
    by: `${by} (${runId})`,
    states,
    approvedOnly: mode !== 'auto',
    // what was approved just now may supersede an earlier approval
    superseded: await readSuperseded(deps.objects, log, deps.now()),
  };
  const done = await applyAll(acting, standing, run);
  const answered = new Set(done.map(({ decision_id }) => decision_id));
  const left = standing
    .filter(({ decision_id }) => !answered.has(decision_id))
    .map(({ decision_id }) => refused(decision_id, { code: 'not-reached' }));
  return [...missing, ...unapproved, ...done, ...left];
}

/** Those that can no longer be approved. */
async function approveAll(
  decisions: readonly Decision[],
  { by, superseded, deps }: { by: string; superseded: ReadonlyMap<string, string>; deps: OptimizerDeps },
): Promise<ActingOutcome[]> {
  const unapproved: ActingOutcome[] = [];
  for (const decision of decisions) {
    const supersededBy = superseded.get(decision.decision_id);
    const word = { event: 'approved', by, detail: `Approved by ${by}.`, supersededBy } as const;
    const refusal = await approveOrReject(deps, decision, word);
    // Approved twice is approved.
    const isApproved = refusal?.code === 'already' && refusal.status === 'approved';
    if (refusal && !isApproved) unapproved.push(refused(decision.decision_id, refusal));
  }
  return unapproved;
}

async function find(ids: readonly string[], { objects }: OptimizerDeps) {
  const decisions = await findDecisions(objects, ids);
  const found = new Set(decisions.map(({ decision_id }) => decision_id));
  const missing = ids.filter((id) => !found.has(id)).map((id) => refused(id, { code: 'unknown-decision' }));
  return { decisions, missing };
}

const refused = (decision_id: string, refusal: DecisionRefusal): ActingOutcome => ({
  decision_id,
  result: 'refused',
  detail: sentenceOf(refusal),
  action: null,
  refusal,
});
