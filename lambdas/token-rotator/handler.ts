import { setTimeout } from 'node:timers/promises';
import { tokenIssuer } from '../../adapters/linkedin/oauth.ts';
import { tokenTrial } from '../../adapters/linkedin/token-trial.ts';
import { rotationRequest, type TokenRotatorOutput } from '../../core/contracts/rotation.ts';
import { tokenRotator } from '../../core/stages/token-rotator.ts';
import { type InvocationContext, parseEvent } from '../invocation.ts';
import { lambdaRuntime } from '../runtime.ts';

/** The lease on the refresh token outlasts one answer and its writing; a token endpoint answers in a second or never. */
const longestAnswerSeconds = 30;

/** Secrets Manager calls it, once for each step of a rotation. */
export const handler = async (event: unknown, context: InvocationContext): Promise<TokenRotatorOutput> => {
  const request = parseEvent(rotationRequest, event);
  const { config, environment, secrets, secretVersions, depsFor } = lambdaRuntime();
  const deps = depsFor(context);
  const { now, deadline } = deps;
  const linkedin = {
    ...config.linkedin,
    timeoutSeconds: Math.min(config.linkedin.timeoutSeconds, longestAnswerSeconds),
  };
  return tokenRotator(request, {
    ...deps,
    versions: secretVersions,
    secrets,
    journalName: environment.JOURNAL_SECRET,
    issuer: tokenIssuer({ config: linkedin, now }),
    trial: tokenTrial({ config: linkedin, now, deadline }),
    wait: (milliseconds) => setTimeout(milliseconds),
  });
};
