import { describe, expect, it } from 'vitest';
import { type Step, type Workflow, walk, workflows } from '../../core/workflows/pipeline.ts';
import { stagesOf, workflowDefinition } from '../../lib/workflow-definition.ts';
import { type Call, type Machine, runDefinition, TaskError } from '../support/run-definition.ts';

const scheduled = { workflow: 'refresh', scheduled_at: '2026-11-20T12:00:00Z' };
const refresh = workflowDefinition(workflows.refresh, { accounts: undefined });

/** Answers for a world of accounts whose collector wants so many rounds; writes down what was called. */
function world(rounds: Record<string, number>, refuse: (said: string) => boolean = () => false) {
  const said: string[] = [];
  const payloads: object[] = [];
  const machine: Machine = {
    executionName: 'by-hand',
    call({ resource, parameters }: Call) {
      const line = lineOf(resource, parameters);
      said.push(line);
      if (refuse(line)) throw new TaskError('WarehouseError', 'a reason');
      const { list_accounts, account } = (parameters.Payload ?? {}) as { list_accounts?: boolean; account?: string };
      if (list_accounts) return { Payload: { accounts: Object.keys(rounds) } };
      if (parameters.Payload) payloads.push(parameters.Payload);
      const left = account === undefined ? 0 : (rounds[account] ?? 0) - 1;
      if (account !== undefined) rounds[account] = left;
      return { Payload: { more: left > 0, jobs: { creative_scorer: null, bid_optimizer: null } } };
    },
  };
  return { machine, said, payloads };
}

function lineOf(resource: string, parameters: Record<string, unknown>): string {
  if (resource.endsWith('sns:publish')) return `tell: ${parameters.Subject}: ${parameters.Message}`;
  if (resource.endsWith('sqs:sendMessage')) return `set aside ${JSON.stringify(parameters.MessageBody)}`;
  const { account, list_accounts } = parameters.Payload as { account?: string; list_accounts?: boolean };
  const name = String(parameters.FunctionName).replace(/^\$\{(\w+)Function\}$/, '$1');
  return `${name} ${list_accounts ? 'lists' : (account ?? '')}`.trim();
}

describe('the refresh as a state machine', () => {
  it('asks for the accounts, collects each until it is done, then merges', async () => {
    const { machine, said } = world({ '1': 2, '2': 1 });
    expect(await runDefinition(refresh, scheduled, machine)).toEqual({ succeeded: true, waits: [] });
    expect(said).toEqual(['collector lists', 'collector 1', 'collector 1', 'collector 2', 'dataProcessor']);
  });

  it('goes through the accounts of the settings without asking', async () => {
    const { machine, said } = world({});
    await runDefinition(workflowDefinition(workflows.refresh, { accounts: ['7', '8'] }), scheduled, machine);
    expect(said).toEqual(['collector 7', 'collector 8', 'dataProcessor']);
  });

  it('names its run by the time that it was scheduled for, without colons', async () => {
    const { machine, payloads } = world({ '1': 1 });
    await runDefinition(refresh, scheduled, machine);
    expect(payloads).toEqual([
      { run_id: 'refresh-2026-11-20T120000Z', account: '1' },
      { run_id: 'refresh-2026-11-20T120000Z' },
    ]);
  });

  it('names a run by its execution when a person starts it, and keeps the name that a redrive brings', async () => {
    const byHand = world({});
    await runDefinition(refresh, {}, byHand.machine);
    expect(byHand.payloads).toEqual([{ run_id: 'refresh-by-hand' }]);
    const redriven = world({});
    await runDefinition(refresh, { run_id: 'refresh-2026-11-20T120000Z' }, redriven.machine);
    expect(redriven.payloads).toEqual([{ run_id: 'refresh-2026-11-20T120000Z' }]);
  });

  it('tells of an account that fails and goes on with the others', async () => {
    const { machine, said } = world({ '1': 1, '2': 1 }, (line) => line === 'collector 1');
    expect(await runDefinition(refresh, scheduled, machine)).toEqual({ succeeded: true, waits: [30, 60] });
    expect(said).toEqual([
      'collector lists',
      'collector 1',
      'collector 1',
      'collector 1',
      'tell: An account was not collected: Run refresh-2026-11-20T120000Z, account 1: {"Error":"WarehouseError","Cause":"a reason"}',
      'collector 2',
      'dataProcessor',
    ]);
  });

  it('fails when a stage does, after three attempts, and is told of and set aside with its name', async () => {
    const { machine, said } = world({}, (line) => line === 'dataProcessor');
    expect((await runDefinition(refresh, scheduled, machine)).succeeded).toBe(false);
    expect(said.slice(1)).toEqual([
      'dataProcessor',
      'dataProcessor',
      'dataProcessor',
      'tell: refresh failed: Run refresh-2026-11-20T120000Z failed: {"Error":"WarehouseError","Cause":"a reason"}',
      'set aside {"workflow":"refresh","run_id":"refresh-2026-11-20T120000Z","error":{"Error":"WarehouseError","Cause":"a reason"}}',
    ]);
  });

  it('is set aside even when nobody can be told', async () => {
    const { machine, said } = world({}, (line) => line === 'dataProcessor' || line.startsWith('tell'));
    expect((await runDefinition(refresh, scheduled, machine)).succeeded).toBe(false);
    expect(said.at(-1)).toMatch(/^set aside/);
  });
});

describe('every workflow', () => {
  it.each(Object.values(workflows))('$name calls on AWS what it calls on one machine', async (workflow: Workflow) => {
    const here: string[] = [];
    const rounds: Record<string, number> = { '1': 3, '2': 1 };
    await walk(workflow.step, {
      accounts: async () => ['1', '2'],
      runStage: async (stage, account) => {
        here.push(`${stage.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase())} ${account ?? ''}`.trim());
        if (stage === 'model-trainer') return { output: { jobs: { creative_scorer: null, bid_optimizer: null } } };
        if (account === undefined) return {};
        rounds[account] = (rounds[account] ?? 0) - 1;
        return { more: rounds[account] > 0 };
      },
      accountFailed: () => undefined,
      runJob: () => Promise.reject(new Error('there is none')),
    });
    const { machine, said } = world({ '1': 3, '2': 1 });
    expect(await runDefinition(workflowDefinition(workflow, { accounts: ['1', '2'] }), {}, machine)).toMatchObject({
      succeeded: true,
    });
    expect(said).toEqual(here);
  });
});

describe('a tree of any shape', () => {
  const retry = { attempts: 2, firstWaitSeconds: 5 };
  const stage = (name: 'collector' | 'optimizer' | 'housekeeper'): Step => ({ kind: 'stage', stage: name, retry });
  const of = (step: Step): Workflow => ({ name: 'tried', schedule: 'rate(6 hours)', step });

  it('runs branches side by side, and fails as a whole when one does', async () => {
    const tree = of({
      kind: 'sequence',
      steps: [{ kind: 'parallel', branches: [stage('optimizer'), stage('housekeeper')] }, stage('collector')],
    });
    const good = world({});
    await runDefinition(workflowDefinition(tree, { accounts: [] }), {}, good.machine);
    expect(good.said).toEqual(['optimizer', 'housekeeper', 'collector']);
    const bad = world({}, (line) => line === 'housekeeper');
    expect((await runDefinition(workflowDefinition(tree, { accounts: [] }), {}, bad.machine)).succeeded).toBe(false);
    expect(bad.said).not.toContain('collector');
  });

  it('is refused when it repeats more than a stage, or has a stage twice in one place', () => {
    const repeated = of({ kind: 'repeatWhileMore', step: { kind: 'sequence', steps: [stage('collector')] } });
    expect(() => workflowDefinition(repeated, { accounts: [] })).toThrow(
      'A workflow can repeat a stage only, not a sequence',
    );
    const twice = of({ kind: 'sequence', steps: [stage('optimizer'), stage('optimizer')] });
    expect(() => workflowDefinition(twice, { accounts: [] })).toThrow('two steps of the name optimizer');
  });

  it('names the stages that it calls', () => {
    expect(stagesOf(workflows.refresh.step)).toEqual(['collector', 'data-processor']);
  });
});
