import { linkedIn } from '../../adapters/linkedin/description.ts';
import { sunsetTable, versionDaysLeft } from '../../adapters/linkedin/versions.ts';
import { localSecrets } from '../../adapters/local/secrets.ts';
import { watchdog } from '../../core/stages/watchdog.ts';
import type { Command } from '../command.ts';
import { count } from '../lines/wording.ts';
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

/** What the hourly workflow looks at: data that stands still, clocks that run out, runs that died. */
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
          ? 'Nothing stands still and nothing runs out.'
          : `${count(troubles.length, 'thing')} to look at.`,
      ],
      exitCode: 0,
    };
  } finally {
    await runtime.close();
  }
};
