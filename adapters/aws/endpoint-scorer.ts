import { InvokeEndpointCommand, type SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { z } from 'zod';
import type { Prediction } from '../../core/contracts/scorer.ts';
import { counted } from '../../core/domain/language.ts';
import { AdsError, ServiceError } from '../../core/errors.ts';
import type { ServedVersion, VersionScorer } from '../../core/ports/model-serving.ts';
import { serviceCall } from './service-error.ts';

export interface EndpointScorerOptions {
  client: SageMakerRuntimeClient;
  endpoint: string;
  /** A request and its answer must have less than 4 MB, and a minute: a thousand rows are some 0.5 MB and a few seconds. */
  rowsPerRequest?: number;
}

/** It answers, but not for this version: after a promotion it serves the one before for some minutes. */
export class EndpointBehindError extends AdsError {
  constructor(endpoint: string, found: string | null, { model, version }: ServedVersion) {
    super(
      `The endpoint ${endpoint} serves ${found ?? 'an unnamed version'}, not ${version} of ${model}`,
      `Wait a few minutes. If it stays that way, run: npm run ads -- models promote ${model} ${version} --aws`,
    );
  }
}

const estimate = z.object({ expected: z.number(), low: z.number(), high: z.number() }).nullable();
/** As `sagemaker/serving/inference.py` writes it. */
const answered = z.object({
  version: z.string().nullable(),
  sha256: z.string().nullable(),
  predictions: z.array(z.object({ ctr: estimate, result_rate: estimate })),
});

/** Asks the endpoint, one request after another; the file is not looked at. */
export const endpointScorer = ({ client, endpoint, rowsPerRequest = 1000 }: EndpointScorerOptions): VersionScorer => ({
  async predict(served, _, rows, campaigns) {
    const predictions: Prediction[] = [];
    for (let from = 0; from < rows.length; from += rowsPerRequest) {
      const to = from + rowsPerRequest;
      const asked = { rows: rows.slice(from, to), campaigns: campaigns.slice(from, to) };
      predictions.push(...(await ask(client, endpoint, served, asked)));
    }
    return predictions;
  },
});

interface Asked {
  rows: readonly (readonly number[])[];
  campaigns: readonly string[];
}

async function ask(client: SageMakerRuntimeClient, endpoint: string, served: ServedVersion, asked: Asked) {
  const { Body } = await serviceCall(
    `ask the endpoint ${endpoint}`,
    client.send(
      new InvokeEndpointCommand({
        EndpointName: endpoint,
        ContentType: 'application/json',
        Accept: 'application/json',
        Body: new TextEncoder().encode(JSON.stringify(asked)),
      }),
    ),
  );
  const { version, sha256, predictions } = read(endpoint, new TextDecoder().decode(Body));
  if (version !== served.version || sha256 !== served.sha256) throw new EndpointBehindError(endpoint, version, served);
  if (predictions.length !== asked.rows.length)
    throw unreadable(endpoint, `${counted(predictions.length, 'prediction')} for ${counted(asked.rows.length, 'row')}`);
  return predictions;
}

function read(endpoint: string, text: string): z.infer<typeof answered> {
  try {
    return answered.parse(JSON.parse(text));
  } catch (error) {
    throw unreadable(endpoint, 'something other than predictions', { cause: error });
  }
}

const unreadable = (endpoint: string, problem: string, options?: ErrorOptions): ServiceError =>
  new ServiceError(
    `The endpoint ${endpoint} answered ${problem}`,
    `Read its log: aws logs tail /aws/sagemaker/Endpoints/${endpoint} --since 1h.`,
    options,
  );
