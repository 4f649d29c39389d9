import { tokensFromSecret } from '../../adapters/linkedin/access-tokens.ts';
import { linkedInClient } from '../../adapters/linkedin/client.ts';
import type { ApiCallRecord } from '../../core/collect/collection/api-calls.ts';
import { collectorRequest } from '../../core/contracts/stages.ts';
import { type Collected, collectRequested } from '../../core/stages/collect-requested.ts';
import { type InvocationContext, parseEvent } from '../invocation.ts';
import { lambdaRuntime } from '../runtime.ts';

export const handler = async (event: unknown, context: InvocationContext): Promise<Collected> => {
  const request = parseEvent(collectorRequest, event);
  const { config, secrets, environment, depsFor } = lambdaRuntime();
  const deps = depsFor(context, request.run_id);
  const tokens = tokensFromSecret(secrets, environment.LINKEDIN_SECRET);
  // Some accounts are collected at the same time: each has a client and a log of its own.
  return collectRequested(request, () => {
    const calls: ApiCallRecord[] = [];
    const log = (record: ApiCallRecord) => void calls.push(record);
    const platform = linkedInClient({ config: config.linkedin, tokens, log, now: deps.now });
    return { ...deps, platform, calls: { take: () => calls.splice(0) } };
  });
};
