import { existsSync } from 'node:fs';
import { linkedIn } from '../../adapters/linkedin/description.ts';
import { platformNameOf } from '../../core/collect/collection/run.ts';
import { assertNotImported } from '../../core/collect/imports/overlap.ts';
import type { CollectorOutput } from '../../core/contracts/stages.ts';
import { counted } from '../../core/domain/language.ts';
import { UsageError } from '../../core/errors.ts';
import { accountsToCollect, pullAccounts } from '../../core/stages/pull-accounts.ts';
import { collectingFromLinkedIn } from '../collecting.ts';
import type { Command } from '../command.ts';
import { secretsFileOf } from '../places/token-place.ts';
import { createRuntime, shownPath } from '../runtime.ts';

/** One pull of the real platform, with the token of `.local/secrets.json`. */
export const collectCommand: Command = async (args) => {
  const runtime = await createRuntime({ ...args, kind: 'real' });
  try {
    const secretsFile = secretsFileOf(args);
    if (!existsSync(secretsFile)) throw noToken(secretsFile);
    const depsFor = collectingFromLinkedIn(runtime.deps, secretsFile);
    const deps = depsFor();
    const accounts = await accountsToCollect(deps);
    await assertNotImported(deps.objects, platformNameOf(deps), accounts);
    const pull = await pullAccounts({ run_id: runtime.deps.newId(), accounts }, depsFor);
    const rejected = pull.outputs.some((output) => output.rejected > 0);
    return {
      json: { ...pull, failures: pull.failures.map(({ account, error }) => ({ account, message: error.message })) },
      lines: [
        ...(accounts.length === 0 ? ['The token cannot read any ad account.'] : []),
        ...pull.outputs.map(outputLine),
        ...pull.failures.map(({ account, error }) => `Account ${account} was not collected: ${error.message}`),
        'Next: npm run ads -- process',
      ],
      exitCode: pull.failures.length > 0 || accounts.length === 0 ? 1 : rejected ? 2 : 0,
    };
  } finally {
    await runtime.close();
  }
};

function noToken(file: string): UsageError {
  return new UsageError(
    `There is no ${linkedIn.title} token: ${shownPath(file)} does not exist`,
    `Sign in: npm run ads -- authorize. Or write your own token into that file, {"linkedin-access-token": {"access_token": "…"}}, and run chmod 600 on it; it needs r_ads and r_ads_reporting, and r_organization_social for the texts of posts.`,
  );
}

function outputLine({ account, from, to, rows, calls, rejected, stopped, resumes_at }: CollectorOutput): string {
  const days = from === null ? 'nothing yet' : `${from} to ${to}`;
  const quarantined = rejected > 0 ? `, ${counted(rejected, 'element')} in quarantine` : '';
  const stop =
    stopped === 'daily_quota' ? `; the daily quota is used up, and collection continues after ${resumes_at}` : '';
  return `Account ${account}: ${days}, ${counted(rows, 'row')} with ${counted(calls, 'call')}${quarantined}${stop}.`;
}
