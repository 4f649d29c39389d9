/** `model.tar.gz`: what a training job made. Only JSON is read from it, never code. */
import { z } from 'zod';
import { type ModelFile, parseModel } from '../../contracts/model-file.ts';
import { AdsError } from '../../errors.ts';
import { decodeText } from '../../running/documents.ts';
import { gunzip, gzip } from '../../running/gzip.ts';
import { packTar, unpackTar } from './tar.ts';

/** A forest of a thousand trees is some 30 MB of JSON; a registrar with 512 MB holds two of them. */
const mostUnpackedBytes = 64 * 1024 * 1024;

export interface Artifact {
  model: ModelFile;
  /** Numbers of metrics.json; none where there is no such file. */
  metrics: Record<string, number>;
  /** data_card.json as the job wrote it. */
  dataCard: Record<string, unknown>;
  /** Whether what an endpoint needs to serve it lies beside it. Nothing here runs it. */
  bringsServingCode: boolean;
}

/** It cannot be used: cut off, damaged, or not of our format. */
export class ArtifactError extends AdsError {
  constructor(problem: string, options?: ErrorOptions) {
    super(`The model's artifact cannot be used: ${problem}`, 'Train again: npm run ads -- train --force.', options);
  }
}

/** ArtifactError says what is wrong with it. */
export async function readArtifact(body: Uint8Array): Promise<Artifact> {
  try {
    const files = unpackTar(await gunzip(body, mostUnpackedBytes));
    const model = files.get('model.json');
    if (!model) throw new ArtifactError('it holds no model.json');
    return {
      model: parseModel(decodeText(model)),
      metrics: numbersIn(files.get('metrics.json')),
      dataCard: objectIn(files.get('data_card.json')),
      bringsServingCode: files.has('code/inference.py'),
    };
  } catch (error) {
    if (error instanceof ArtifactError) throw error;
    throw new ArtifactError((error as Error).message, { cause: error });
  }
}

/** For a job on this machine, whose files lie in a folder; also what tests make artifacts with. */
export async function makeArtifact(files: ReadonlyMap<string, Uint8Array>): Promise<Uint8Array> {
  return gzip(packTar(files));
}

const anyObject = z.record(z.string(), z.unknown());

function objectIn(body: Uint8Array | undefined): Record<string, unknown> {
  return body ? anyObject.parse(JSON.parse(decodeText(body))) : {};
}

/** Nested ones by their path, `lift.low`. */
function numbersIn(body: Uint8Array | undefined): Record<string, number> {
  const flat = (value: unknown, path: string): [string, number][] => {
    if (typeof value === 'number') return [[path, value]];
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
    return Object.entries(value).flatMap(([name, each]) => flat(each, path ? `${path}.${name}` : name));
  };
  return Object.fromEntries(flat(objectIn(body), ''));
}
