import { spawnSync } from 'node:child_process';
import { sunsetTable, versionDaysLeft } from '../../adapters/linkedin/versions.ts';
import { whyNoTraining } from '../../adapters/local/model-trainer.ts';
import type { Mode } from '../../core/contracts/decisions.ts';
import { counted } from '../../core/domain/language.ts';
import { AdsError } from '../../core/errors.ts';
import { examineData, type Finding } from '../../core/operate/doctor.ts';
import { examineRotation, examineToken, examineVersion } from '../../core/operate/tokens/examine-token.ts';
import { readControl } from '../../core/optimize/guardrails/read-control.ts';
import type { StageDeps } from '../../core/ports/stage-deps.ts';
import type { AdsConfig } from '../../core/settings/config.ts';
import type { Arguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { type OpenSecretsManager, tokenPlaceOf } from '../places/find-token-place.ts';
import { createRuntime, loadConfig } from '../runtime.ts';
import { onWarehouse } from '../stages.ts';
import { trainingPython } from '../training.ts';

const marks: Record<Finding['result'], string> = { ok: 'ok      ', note: 'note    ', problem: 'PROBLEM ' };

/** This machine, the settings, the token and the data: what is right, what is worth knowing, what to fix. Changes nothing. */
export const doctorCommand: Command = async (args) => {
  const findings = args.aws
    ? [checkConfig(args), ...(await checkToken(args))]
    : [checkNode(), checkPython(), checkConfig(args), ...(await checkToken(args)), ...(await checkData(args))];
  const problems = findings.filter(({ result }) => result === 'problem').length;
  return {
    json: { problems, findings },
    lines: [
      ...findings.flatMap(({ check, result, detail, remedy }) => [
        `${marks[result]} ${check}: ${detail}`,
        ...(remedy ? [`           ${remedy}`] : []),
      ]),
      problems === 0 ? 'Everything is fine.' : `${counted(problems, 'problem')}, see above.`,
    ],
    exitCode: problems === 0 ? 0 : 1,
  };
};

const checkNode = (): Finding => ({ check: 'node', result: 'ok', detail: process.version, remedy: null });

function checkPython(): Finding {
  const problem = whyNoTraining(trainingPython);
  if (problem === undefined) {
    const version = spawnSync(trainingPython, ['--version'], { encoding: 'utf8' }).stdout.trim();
    return { check: 'python', result: 'ok', detail: `${version} with scikit-learn`, remedy: null };
  }
  return {
    check: 'python',
    result: 'note',
    detail: problem,
    remedy: 'Only training needs it. Install Python 3.10 to 3.12 and run npm start once.',
  };
}

function checkConfig({ config }: Arguments): Finding {
  try {
    const { mode, currency } = loadConfig(config);
    return { check: 'settings', result: 'ok', detail: `mode ${mode}, currency ${currency}`, remedy: null };
  } catch (error) {
    return problem('settings', error);
  }
}

/** The token of the place that the command works on, and how long its API version is supported. */
export async function checkToken(
  args: Pick<Arguments, 'aws' | 'config' | 'secrets'>,
  open?: OpenSecretsManager,
): Promise<Finding[]> {
  try {
    const config = loadConfig(args.config);
    const { apiVersion } = config.linkedin;
    const now = new Date();
    const version = examineVersion(apiVersion, versionDaysLeft(apiVersion, now), sunsetTable());
    return [version, ...(await examinePlace(args, config, now, open).catch((error) => [problem('token', error)]))];
  } catch {
    // What is wrong with the settings has been reported.
    return [];
  }
}

async function examinePlace(
  args: Pick<Arguments, 'aws' | 'secrets'>,
  config: AdsConfig,
  now: Date,
  open: OpenSecretsManager | undefined,
): Promise<Finding[]> {
  const place = await tokenPlaceOf(args, config, open);
  const { name, authorize, rotation } = place;
  const token = examineToken(await place.read(), { place: name, authorize, mode: config.mode, now });
  return rotation ? [...token, ...examineRotation(rotation.secretName, rotation.description)] : token;
}

async function checkData(args: Arguments): Promise<Finding[]> {
  try {
    const runtime = await createRuntime({ ...args, config: undefined, kind: undefined });
    try {
      const kind = runtime.deps.simulated ? 'a simulated LinkedIn account' : 'real data';
      const folder: Finding = {
        check: 'data folder',
        result: 'ok',
        detail: `${runtime.dataDir}, ${kind}`,
        remedy: null,
      };
      return [folder, await examineControl(runtime.deps, args.config), ...(await onWarehouse(runtime, examineData))];
    } finally {
      await runtime.close();
    }
  } catch (error) {
    return [problem('data folder', error)];
  }
}

/** Whether what the settings ask for may be applied at all. */
async function examineControl({ objects }: Pick<StageDeps, 'objects'>, config: string | undefined): Promise<Finding> {
  const { problem: missing, stopWrites } = await readControl(objects);
  const mode = modeOf(config);
  const applies = mode === 'approve' || mode === 'auto';
  const found = (result: Finding['result'], detail: string, remedy: string | null): Finding => ({
    check: 'guardrails',
    result,
    detail,
    remedy,
  });
  if (stopWrites) return found('note', stopWrites, 'To allow writes again: npm run ads -- allow-writes');
  if (!missing) return found('ok', 'valid', null);
  if (missing.missing && !applies) return found('ok', `none; the mode ${mode} applies nothing`, null);
  return found(
    'problem',
    missing.detail,
    'Run "npm run ads -- guardrails check"; "guardrails init" writes an example.',
  );
}

/** What is wrong with the settings has been reported. */
function modeOf(config: string | undefined): Mode {
  try {
    return loadConfig(config).mode;
  } catch {
    return 'recommend';
  }
}

function problem(check: string, error: unknown): Finding {
  const remedy = error instanceof AdsError ? error.remedy : 'This is a bug in the program. Please report it.';
  return { check, result: 'problem', detail: (error as Error).message, remedy };
}
