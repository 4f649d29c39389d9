import { userInfo } from 'node:os';
import { type ModelName, modelNames } from '../../core/contracts/model-file.ts';
import type { ModelRegistrarInput, ProductionChange } from '../../core/contracts/training.ts';
import { counted } from '../../core/domain/language.ts';
import { UsageError } from '../../core/errors.ts';
import type { StandingVersion } from '../../core/learn/registry/retire.ts';
import type { ModelRegistrarOutput } from '../../core/stages/model-registrar.ts';
import type { Arguments } from '../arguments.ts';
import type { Command, CommandResult } from '../command.ts';
import { diffLines, listLines, showLines } from '../lines/model-lines.ts';
import { openRegistry, type Registry } from '../places/model-registry.ts';

const usage =
  'Use npm run ads -- models list, show MODEL [vN], diff MODEL vN vM, promote MODEL vN, rollback MODEL, or retire MODEL vN.';

/** Shows the versions of the models, or changes which one serves: here, or with `--aws` in the deployment. */
export const modelsCommand: Command = async (args) => {
  const request = readRequest(args.files);
  const registry = await openRegistry(args);
  try {
    registry.sayTarget();
    return await answer(request, registry, args);
  } finally {
    await registry.close();
  }
};

const actions = ['list', 'show', 'diff', 'promote', 'rollback', 'retire'] as const;
type Action = (typeof actions)[number];

interface Request {
  action: Action;
  model: ModelName | undefined;
  versions: string[];
}

/** How many versions each action takes. */
const versionsOf: Record<Action, [least: number, most: number]> = {
  list: [0, 0],
  show: [0, 1],
  diff: [2, 2],
  promote: [1, 1],
  rollback: [0, 0],
  retire: [1, 1],
};

function readRequest([said, name, ...versions]: readonly string[]): Request {
  const action = actions.find((each) => each === said);
  if (!action) throw new UsageError(said ? `models has no action "${said}"` : 'models needs an action', usage);
  const model = modelNames.find((each) => each === name);
  if (name !== undefined && !model)
    throw new UsageError(`There is no model "${name}"`, `The models are ${modelNames.join(' and ')}.`);
  if (action !== 'list' && !model)
    throw new UsageError(`models ${action} needs a model`, `The models are ${modelNames.join(' and ')}.`);
  const [least, most] = versionsOf[action];
  const odd = versions.find((each) => !/^v[1-9]\d*$/.test(each));
  if (odd !== undefined) throw new UsageError(`"${odd}" is not a version`, 'Versions are v1, v2 and so on.');
  if (versions.length < least || versions.length > most)
    throw new UsageError(
      `models ${action} takes ${least === most ? '' : `${least} or `}${counted(most, 'version')}`,
      usage,
    );
  return { action, model, versions };
}

function answer(request: Request, registry: Registry, { json }: Pick<Arguments, 'json'>): Promise<CommandResult> {
  const { action, model, versions } = request;
  switch (action) {
    case 'list':
    case 'show':
    case 'diff':
      return look(request, registry, json);
    default:
      return change({ action, model, version: versions[0], by: userInfo().username }, registry);
  }
}

async function look({ action, model, versions }: Request, registry: Registry, json: boolean): Promise<CommandResult> {
  const { versions: all } = (await registry.ask({ action: 'list' })) as {
    versions: Record<ModelName, StandingVersion[]>;
  };
  if (action === 'list') {
    const wanted = Object.fromEntries(Object.entries(all).filter(([name]) => model === undefined || name === model));
    return { json: wanted, lines: json ? [] : listLines(wanted), exitCode: 0 };
  }
  const known = all[model as ModelName];
  const [one, other] = versions.length > 0 ? versions.map((name) => found(known, name)) : [inProduction(known, model)];
  if (action === 'diff' && one && other)
    return { json: { from: one, to: other }, lines: diffLines(one, other), exitCode: 0 };
  return { json: one, lines: showLines(one as StandingVersion), exitCode: 0 };
}

function found(known: readonly StandingVersion[], name: string): StandingVersion {
  const version = known.find((each) => each.version === name);
  if (version) return version;
  throw new UsageError(
    `There is no version ${name}`,
    `Its versions: ${known.map((each) => each.version).join(', ') || 'none'}.`,
  );
}

function inProduction(known: readonly StandingVersion[], model: ModelName | undefined): StandingVersion {
  const version = known.find(({ standing }) => standing === 'production');
  if (version) return version;
  throw new UsageError(`No version of ${model} is in production`, 'Name one: npm run ads -- models list shows them.');
}

async function change(request: object, registry: Registry): Promise<CommandResult> {
  const output: ModelRegistrarOutput = await registry.ask(request as ModelRegistrarInput);
  return { json: output, lines: [changeLine(output)], exitCode: 0 };
}

function changeLine(output: ModelRegistrarOutput): string {
  if ('retired' in output) return `${output.model} ${output.version} is retired.`;
  const { model, from, to, changed, endpoint } = output as ProductionChange;
  const follows = endpoint === undefined ? '' : ` Endpoint: ${endpoint}.`;
  if (!changed) return `${model} ${to} is already in production.${follows}`;
  return `${model}: ${to} is now in production, ${from === null ? 'the first version' : `in place of ${from}`}. The next run uses it.${follows}`;
}
