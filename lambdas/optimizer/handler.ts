import { tokensFromSecret } from '../../adapters/linkedin/access-tokens.ts';
import { linkedInClient } from '../../adapters/linkedin/client.ts';
import { type OptimizerOutput, optimizerInput } from '../../core/contracts/stages.ts';
import { optimizer } from '../../core/stages/optimizer.ts';
import { type InvocationContext, parseEvent } from '../invocation.ts';
import { lambdaRuntime } from '../runtime.ts';
import { servedScorer } from '../served-scorer.ts';

export const handler = async (event: unknown, context: InvocationContext): Promise<OptimizerOutput> => {
  const input = parseEvent(optimizerInput, event);
  const runtime = lambdaRuntime();
  const { config, secrets, environment, depsFor } = runtime;
  const deps = depsFor(context, input.run_id);
  // The secret is read with the first call: who only recommends needs no token.
  const tokens = tokensFromSecret(secrets, environment.LINKEDIN_SECRET);
  const platform = linkedInClient({ config: config.linkedin, tokens, now: deps.now, deadline: deps.deadline });
  return optimizer(input, { ...deps, platform, scorer: servedScorer(runtime) });
};
