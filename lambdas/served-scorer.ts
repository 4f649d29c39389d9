/** The endpoint's client, for the one stage that asks it. */
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { endpointScorer } from '../adapters/aws/endpoint-scorer.ts';
import type { VersionScorer } from '../core/ports/model-serving.ts';
import { type LambdaRuntime, maxAttempts } from './runtime.ts';

/** Undefined where the deployment has no endpoint. */
export const servedScorer = ({ endpoint }: LambdaRuntime): VersionScorer | undefined =>
  endpoint && endpointScorer({ client: new SageMakerRuntimeClient({ maxAttempts }), endpoint: endpoint.name });
