import { ulid } from 'ulid';
import { type OptimizerInput, type OptimizerOutput, optimizerOutput } from '../../core/contracts/stages.ts';
import { UsageError } from '../../core/errors.ts';
import { optimizer } from '../../core/stages/optimizer.ts';
import type { Arguments } from '../arguments.ts';
import type { Command, CommandResult } from '../command.ts';
import { demoNow } from '../demo/demo-world.ts';
import { listDecisions, showDecision, whyDecision } from '../lines/decision-lines.ts';
import { sayTarget } from '../lines/say-target.ts';
import { actingPlatform, wallClock } from '../places/acting-platform.ts';
import type { ControlPlace } from '../places/control-place.ts';
import { controlPlaceOf } from '../places/find-control-place.ts';
import { createRuntime } from '../runtime.ts';
import { onWarehouse } from '../stages.ts';
import { showEffects } from './effects.ts';
import { personOf } from './stop-writes.ts';

const changing = ['approve', 'reject', 'apply', 'undo'] as const;
type Changing = (typeof changing)[number];

/** What is proposed, what happened to it, and approving, rejecting, applying or undoing it: in the data folder, or with `--aws` on the deployment. */
export const decisionsCommand: Command = async (args) => {
  const [asked = 'list', ...ids] = args.files;
  const place = await controlPlaceOf(args);
  sayTarget(place, args);
  const now = place.simulated ? await demoNow(place.objects) : new Date();
  if (asked === 'list') return await listDecisions(place, now, args.all);
  if (asked === 'show') return await showDecision(place, oneOf(ids, asked));
  if (asked === 'why') return await whyDecision(place, oneOf(ids, asked));
  if (asked === 'effects') return await showEffects(place, args.all);
  const verb = changing.find((each) => each === asked);
  if (!verb)
    throw new UsageError(
      `There is no "decisions ${asked}"`,
      `Use one of: ${['list', 'show', 'why', 'effects', ...changing].join(', ')}.`,
    );
  if (ids.length === 0)
    throw new UsageError(
      `"decisions ${verb}" needs the ids of decisions`,
      'Run npm run ads -- decisions list to see them.',
    );
  return resultOf(verb, await act(verb, ids, place, args), place);
};

function oneOf(ids: readonly string[], asked: string): string {
  const [id, ...more] = ids;
  if (id === undefined || more.length > 0)
    throw new UsageError(`"decisions ${asked}" takes exactly one id`, 'Run npm run ads -- decisions list to see them.');
  return id;
}

async function act(
  verb: Changing,
  ids: string[],
  { optimizer: deployed }: ControlPlace,
  args: Arguments,
): Promise<OptimizerOutput> {
  const input: OptimizerInput = { [verb]: ids, by: personOf(args), force: args.force };
  if (!deployed) return await actHere(verb, input, args);
  // With a run id, so that a repeated delivery is not a second run.
  return optimizerOutput.parse(await deployed.invoke({ ...input, run_id: `by-hand-${ulid()}` }));
}

/** Only what is to be applied asks the warehouse: undoing works while it is broken. */
async function actHere(verb: Changing, input: OptimizerInput, args: Arguments): Promise<OptimizerOutput> {
  const runtime = await createRuntime({ ...args, kind: undefined });
  const acting = await actingPlatform(runtime.deps, args);
  try {
    const deps = { ...runtime.deps, platform: acting.platform, now: acting.now, wallClock };
    if (verb === 'reject' || verb === 'undo') return await optimizer(input, deps);
    return await onWarehouse(runtime, () => optimizer(input, deps));
  } finally {
    await acting.close();
    await runtime.close();
  }
}

const good: readonly string[] = ['applied', 'undone', 'rejected'];

function resultOf(verb: Changing, output: OptimizerOutput, { name, simulated }: ControlPlace): CommandResult {
  const { outcomes } = output;
  return {
    json: { target: name, simulated, verb, ...output },
    lines: outcomes.map(({ decision_id, result, detail }) => `${decision_id}: ${result}. ${detail}`),
    exitCode: outcomes.every(({ result }) => good.includes(result)) ? 0 : 1,
  };
}
