import { linkedIn } from '../../adapters/linkedin/description.ts';
import { sunsetTable, versionDaysLeft } from '../../adapters/linkedin/versions.ts';
import { stageInput, type WatchdogOutput } from '../../core/contracts/stages.ts';
import { watchdog } from '../../core/stages/watchdog.ts';
import { type InvocationContext, parseEvent } from '../invocation.ts';
import { lambdaRuntime } from '../runtime.ts';

export const handler = async (event: unknown, context: InvocationContext): Promise<WatchdogOutput> => {
  const input = parseEvent(stageInput, event);
  const { environment, secrets, depsFor } = lambdaRuntime();
  return watchdog(input, {
    ...depsFor(context, input.run_id),
    secrets,
    secretName: environment.LINKEDIN_SECRET,
    apiVersions: { daysLeft: versionDaysLeft, table: sunsetTable() },
    platform: linkedIn,
  });
};
