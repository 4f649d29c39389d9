/**
 * Runs a definition for Step Functions: as much of the States Language as the workflows use, after its public specification. What
 * it does not know is an error, never ignored.
 */
import type { Definition } from '../../lib/workflow-definition.ts';
import type { State, States } from '../../lib/workflow-states.ts';

export interface Call {
  resource: string;
  parameters: Record<string, unknown>;
}

export class TaskError extends Error {
  readonly code: string;
  constructor(code: string, cause: string) {
    super(cause);
    this.code = code;
  }
}

export interface Machine {
  /** Answers a task, or throws a TaskError. */
  call(call: Call): unknown;
  executionName?: string;
}

export interface Ended {
  succeeded: boolean;
  /** Longest waits that retries would have made, in seconds. */
  waits: number[];
}

interface Run extends Machine {
  waits: number[];
  /** What the execution was started with; every state may look at it. */
  started: Data;
}

type Data = Record<string, unknown>;

export async function runDefinition(definition: Definition, input: Data, machine: Machine): Promise<Ended> {
  const waits: number[] = [];
  try {
    await runStates(definition, input, { ...machine, waits, started: input });
    return { succeeded: true, waits };
  } catch (error) {
    if (error instanceof TaskError) return { succeeded: false, waits };
    throw error;
  }
}

async function runStates({ StartAt, States }: States, input: Data, run: Run): Promise<unknown> {
  let name: string | undefined = StartAt;
  let data: unknown = input;
  for (let steps = 0; name !== undefined; steps++) {
    if (steps > 1000) throw new Error('The definition runs in circles');
    const state: State | undefined = States[name];
    if (!state) throw new Error(`There is no state ${name}`);
    if (state.Type === 'Succeed') return data;
    if (state.Type === 'Fail') throw new TaskError('Failed', JSON.stringify(data));
    [name, data] =
      state.Type === 'Choice' ? [choose(state, data as Data, run), data] : await enter(state, data as Data, run);
  }
  throw new Error('The definition ends without an end');
}

async function enter(state: State, data: Data, run: Run): Promise<[string | undefined, unknown]> {
  const retries = (state.Retry ?? []) as {
    ErrorEquals: string[];
    IntervalSeconds: number;
    MaxAttempts: number;
    BackoffRate: number;
  }[];
  for (let attempt = 0; ; attempt++) {
    try {
      const result = await work(state, data, run);
      return [state.Next, withResult(state, data, result)];
    } catch (error) {
      if (!(error instanceof TaskError)) throw error;
      const retry = retries.find(({ ErrorEquals }) => covers(ErrorEquals, error.code));
      if (retry && attempt < retry.MaxAttempts) {
        run.waits.push(retry.IntervalSeconds * retry.BackoffRate ** attempt);
        continue;
      }
      const caught = ((state.Catch ?? []) as { ErrorEquals: string[]; ResultPath: string | null; Next: string }[]).find(
        ({ ErrorEquals }) => covers(ErrorEquals, error.code),
      );
      if (!caught) throw error;
      const said = { Error: error.code, Cause: error.message };
      return [caught.Next, caught.ResultPath === null ? data : put(data, caught.ResultPath, said)];
    }
  }
}

const covers = (codes: readonly string[], code: string): boolean =>
  codes.includes(code) || codes.includes('States.ALL');

async function work(state: State, data: Data, run: Run): Promise<unknown> {
  switch (state.Type) {
    case 'Pass':
      return state.Parameters ? fill(state.Parameters, data, run) : (state.Result ?? data);
    case 'Task': {
      const parameters = fill(state.Parameters, data, run) as Data;
      const answer = await run.call({ resource: String(state.Resource), parameters });
      return state.ResultSelector ? fill(state.ResultSelector, answer as Data, run) : answer;
    }
    case 'Wait':
      run.waits.push(Number(state.Seconds));
      return data;
    case 'Parallel':
      return Promise.all((state.Branches as States[]).map((branch) => runStates(branch, data, run)));
    case 'Map':
      return mapItems(state, data, run);
    default:
      throw new Error(`States of the type ${state.Type} are not known`);
  }
}

async function mapItems(state: State, data: Data, run: Run): Promise<unknown[]> {
  const items = read(String(state.ItemsPath), data) as unknown[];
  const results: unknown[] = [];
  for (const item of items) {
    const given = fill(state.ItemSelector, data, run, item) as Data;
    results.push(await runStates(state.ItemProcessor as States, given, run));
  }
  return results;
}

function withResult(state: State, data: Data, result: unknown): unknown {
  if (!('ResultPath' in state)) return result;
  return state.ResultPath === null ? data : put(data, String(state.ResultPath), result);
}

const put = (data: Data, path: string, value: unknown): Data => ({ ...data, [path.slice(2)]: value });

interface Rule {
  Variable: string;
  IsPresent?: boolean;
  IsNull?: boolean;
  BooleanEquals?: boolean;
  StringEquals?: string;
}

function choose(state: State, data: Data, run: Run): string {
  const rules = state.Choices as ((Rule | { And: Rule[] }) & { Next: string })[];
  const met = rules.find((rule) => ('And' in rule ? rule.And : [rule]).every((each) => isMet(each, data, run)));
  return met?.Next ?? String(state.Default);
}

function isMet({ Variable: variable, ...rule }: Rule, data: Data, run: Run): boolean {
  const place = variable.replace(/^\$\$\.Execution\.Input\b/, '$');
  const seen = place === variable ? data : run.started;
  if (rule.IsPresent !== undefined) return isPresent(place, seen) === rule.IsPresent;
  const value = read(place, seen);
  if (rule.IsNull !== undefined) return (value === null) === rule.IsNull;
  return value === (rule.StringEquals ?? rule.BooleanEquals);
}

function isPresent(path: string, data: Data): boolean {
  try {
    read(path, data);
    return true;
  } catch {
    return false;
  }
}

/** Values as they stand; keys that end in `.$` hold a path or an intrinsic function. */
function fill(template: unknown, data: Data, run: Run, item?: unknown): unknown {
  if (typeof template !== 'object' || template === null) return template;
  if (Array.isArray(template)) return template.map((each) => fill(each, data, run, item));
  return Object.fromEntries(
    Object.entries(template).map(([key, value]) =>
      key.endsWith('.$') ? [key.slice(0, -2), evaluate(value, data, run, item)] : [key, fill(value, data, run, item)],
    ),
  );
}

function evaluate(expression: string, data: Data, run: Run, item?: unknown): unknown {
  const said = expression.trim();
  if (said === '$$.Map.Item.Value') return item;
  if (said === '$$.Execution.Name') return run.executionName;
  if (said.startsWith('$')) return read(said, data);
  if (/^'.*'$/.test(said)) return said.slice(1, -1);
  if (/^\d+$/.test(said)) return Number(said);
  const [, name, words = ''] = /^States\.(\w+)\((.*)\)$/s.exec(said) ?? [];
  const values = split(words).map((each) => evaluate(each, data, run, item));
  if (name === 'Format')
    return values.slice(1).reduce((text: string, value) => text.replace('{}', () => String(value)), String(values[0]));
  if (name === 'StringSplit') return String(values[0]).split(String(values[1]));
  if (name === 'ArrayGetItem') return (values[0] as unknown[])[Number(values[1])];
  if (name === 'JsonToString') return JSON.stringify(values[0]);
  throw new Error(`${said} is not known`);
}

/** Arguments, parted at commas outside of brackets and quotes. */
function split(words: string): string[] {
  const parts: string[] = [''];
  let depth = 0;
  let quoted = false;
  for (const letter of words) {
    if (letter === "'") quoted = !quoted;
    if (!quoted && letter === '(') depth += 1;
    if (!quoted && letter === ')') depth -= 1;
    if (letter === ',' && depth === 0 && !quoted) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts;
}

function read(path: string, data: unknown): unknown {
  let value = data;
  for (const name of path.split('.').slice(1)) {
    if (typeof value !== 'object' || value === null || !(name in value))
      throw new TaskError('States.ParameterPathFailure', `${path} is not in ${JSON.stringify(data)}`);
    value = (value as Data)[name];
  }
  return value;
}
