import { keys } from '../../core/contracts/keys.ts';
import { listed } from '../../core/domain/language.ts';
import { UsageError } from '../../core/errors.ts';
import { exampleIn } from '../../core/optimize/guardrails/guardrail-file.ts';
import { readControl } from '../../core/optimize/guardrails/read-control.ts';
import { newestDecisions } from '../../core/optimize/log/stored.ts';
import { createIfAbsent, encodeJson } from '../../core/running/documents.ts';
import type { Arguments } from '../arguments.ts';
import type { Command, CommandResult } from '../command.ts';
import { sayTarget } from '../lines/say-target.ts';
import type { ControlPlace } from '../places/control-place.ts';
import { controlPlaceOf } from '../places/find-control-place.ts';
import { loadConfig } from '../runtime.ts';

/** `init` writes an example where there is no file, `check` says whether it can be used, `show` what it says. */
export const guardrailsCommand: Command = async (args) => {
  const [asked = 'check'] = args.files;
  if (asked !== 'init' && asked !== 'check' && asked !== 'show')
    throw new UsageError(
      `There is no "guardrails ${asked}"`,
      'Use guardrails init, guardrails check or guardrails show.',
    );
  const place = await controlPlaceOf(args);
  sayTarget(place, args);
  if (asked === 'init') return await init(place, await currenciesOf(place, args));
  return await tell(place, asked === 'show');
};

/** Those of the newest decisions, and that of the configuration. */
async function currenciesOf({ objects }: ControlPlace, { currency, config }: Arguments): Promise<string[]> {
  if (currency) return [currency];
  const { decisions } = (await newestDecisions(objects)) ?? { decisions: [] };
  return [...new Set([loadConfig(config).currency, ...decisions.map((each) => each.currency)])];
}

async function init({ objects, name }: ControlPlace, currencies: readonly string[]): Promise<CommandResult> {
  const example = exampleIn(currencies);
  if (!(await createIfAbsent(objects, keys.guardrails, encodeJson(example))))
    throw new UsageError(
      `Guardrails already exist: ${keys.guardrails} in ${name}`,
      'Nothing was overwritten. Edit the file, then run guardrails check.',
    );
  return {
    json: { target: name, key: keys.guardrails, guardrails: example },
    lines: [
      `An example was written to ${keys.guardrails}, in ${listed(currencies)}. It is strict on purpose: read it, and adjust it to your account.`,
      'docs/guardrails.md explains each rule. Next: npm run ads -- guardrails check',
    ],
    exitCode: 0,
  };
}

async function tell({ objects, name }: ControlPlace, whole: boolean): Promise<CommandResult> {
  const { guardrails, problem, stopWrites } = await readControl(objects);
  return {
    json: {
      target: name,
      usable: guardrails !== null,
      problem: problem?.detail ?? null,
      stop_writes: stopWrites,
      guardrails,
    },
    lines: [
      problem ? problem.detail : 'The guardrails are valid.',
      ...(problem?.missing ? ['npm run ads -- guardrails init writes an example.'] : []),
      ...(whole && guardrails ? ['', ...valuesOf(guardrails)] : []),
      stopWrites ?? 'Writing is not stopped.',
    ],
    exitCode: problem ? 1 : 0,
  };
}

/** "bid.change_per_step  0.2", a line each. */
function valuesOf(values: object, path = ''): string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const isGroup =
      typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
    return isGroup ? valuesOf(value, `${path}${key}.`) : [`  ${`${path}${key}`.padEnd(34)} ${shown(value)}`];
  });
}

const shown = (value: unknown): string =>
  Array.isArray(value)
    ? value.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))).join(', ') || 'none'
    : typeof value === 'object'
      ? 'none'
      : String(value);
