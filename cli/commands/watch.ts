import { linkedIn } from '../../adapters/linkedin/description.ts';
import { sunsetTable, versionDaysLeft } from '../../adapters/linkedin/versions.ts';
import { localSecrets } from '../../adapters/local/secrets.ts';
import { counted, plural } from '../../core/domain/language.ts';
import { watchdog } from '../../core/stages/watchdog.ts';
import type { Command } from '../command.ts';
import { secretsFileOf, tokenSecretName } from '../places/token-place.ts';
import { createRuntime, type Runtime } from '../runtime.ts';

export const runWatchdog = ({ deps }: Pick<Runtime, 'deps'>, secretsFile = secretsFileOf({ secrets: undefined })) =>
  watchdog(
    {},
    {
      ...deps,
      secrets: localSecrets(secretsFile),
      secretName: tokenSecretName,
      apiVersions: { daysLeft: versionDaysLeft, table: sunsetTable() },
      platform: linkedIn,
    },
  );

/** What the hourly workflow checks: stale data, clocks that run out, runs that died. */
export const watchCommand: Command = async (args) => {
  const runtime = await createRuntime({ ...args, kind: undefined });
  try {
    const output = await runWatchdog(runtime, secretsFileOf(args));
    const { troubles } = output;
    return {
      json: output,
      lines: [
        ...troubles.map((title) => `- ${title}`),
        troubles.length === 0
          ? 'Everything is up to date, and nothing is about to expire.'
          : `${counted(troubles.length, 'thing')} ${plural(troubles.length, 'needs', 'need')} attention.`,
      ],
      exitCode: 0,
    };
  } finally {
    await runtime.close();
  }
};
