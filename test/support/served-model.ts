import { keys } from '../../core/contracts/keys.ts';
import type { ModelFile, RateHead } from '../../core/contracts/model-file.ts';
import { makeArtifact } from '../../core/learn/registry/artifact.ts';
import type { ModelMetadata } from '../../core/learn/registry/metadata.ts';
import { sha256 } from '../../core/learn/registry/sha256.ts';
import type { StageDeps } from '../../core/ports/stage-deps.ts';
import { encodeJson, encodeText } from '../../core/running/documents.ts';

const head = (rate: number): RateHead => ({
  kind: 'forest',
  log_rate: Math.log(rate),
  linear: [],
  campaigns: {},
  input: 'float64',
  scale: 1,
  trees: [{ feature: [0], threshold: [0], left: [0], value: [0] }],
  residual_sd: 0.3,
  campaign_sd: 0,
});

/** Puts a version into production that expects one rate of every ad. */
export async function serveModel(
  deps: Pick<StageDeps, 'objects'>,
  version: string,
  rate: number,
  dataThrough = '2026-05-31',
): Promise<ModelMetadata> {
  const file: ModelFile = {
    schema_version: 1,
    model: 'creative_scorer',
    kind: 'forest',
    features: ['has_text'],
    libraries: {},
    heads: { ctr: head(rate), result_rate: null },
    baseline: { ctr: { ...head(rate), kind: 'baseline', trees: [] }, result_rate: null },
  };
  return await serveFile(deps, version, file, dataThrough);
}

/** Puts this model into production, whatever it says. */
export async function serveFile(
  { objects }: Pick<StageDeps, 'objects'>,
  version: string,
  file: ModelFile,
  dataThrough = '2026-05-31',
): Promise<ModelMetadata> {
  const { model } = file;
  const body = await makeArtifact(new Map([['model.json', encodeJson(file)]]));
  const metadata: ModelMetadata = {
    schema_version: 1,
    version,
    model,
    model_type: file.kind,
    machine_seconds: null,
    training_job: `job-of-${version}`,
    created_at: '2026-06-01T00:00:00.000Z',
    model_artifacts: keys.modelVersion(model, version, 'model.tar.gz'),
    metrics: {},
    status: 'candidate',
    features: file.features,
    snapshot: { id: 's', created_at: '2026-06-01T00:00:00.000Z', sha256: 'd', data_through: dataThrough },
    code_hash: 'c',
    hyperparameters: {},
    library_versions: {},
    sha256: await sha256(body),
    bytes: body.byteLength,
    gate: { passed: true, reasons: [], production: null, comparisons: [], checks: [] },
    simulated: true,
  };
  await objects.put(keys.modelVersion(model, version, 'model.tar.gz'), body);
  await objects.put(keys.modelVersion(model, version, 'metadata.json'), encodeJson(metadata));
  await objects.put(keys.modelLatest(model), encodeText(version));
  return metadata;
}
