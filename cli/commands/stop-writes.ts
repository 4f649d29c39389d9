/** The kill switch: one object in `control/`. Works with a broken configuration, without a warehouse and without a token. */
import { userInfo } from 'node:os';
import { readStopWrites, setStopWrites } from '../../core/optimize/guardrails/read-control.ts';
import type { Arguments } from '../arguments.ts';
import type { Command, CommandResult } from '../command.ts';
import { sayTarget } from '../lines/say-target.ts';
import { controlPlaceOf } from '../places/find-control-place.ts';

export const stopWritesCommand: Command = (args) => set(args, true);
export const allowWritesCommand: Command = (args) => set(args, false);

/** A person's name as this machine knows it, unless they give another. */
export const personOf = ({ by }: Pick<Arguments, 'by'>): string => by ?? userInfo().username;

async function set(args: Arguments, stopped: boolean): Promise<CommandResult> {
  const place = await controlPlaceOf(args);
  sayTarget(place, args);
  const by = personOf(args);
  await setStopWrites(place.objects, {
    stopped,
    by,
    at: new Date().toISOString(),
    reason: args.reason ?? '',
  });
  const now = await readStopWrites(place.objects);
  const isDone = (now !== null) === stopped;
  return {
    json: { target: place.name, stopped: now !== null, by, detail: now },
    lines: [
      now ?? 'Writing is allowed again, within the guardrails and the mode.',
      ...(stopped
        ? [
            'From now on nothing is changed on the platform. A change that is being sent at this moment may still arrive.',
            'To allow writes again: npm run ads -- allow-writes, with the same options.',
          ]
        : []),
    ],
    exitCode: isDone ? 0 : 1,
  };
}
