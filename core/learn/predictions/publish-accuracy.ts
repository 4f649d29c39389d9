/** How well what was predicted a week or two ago came true: one metric, and kept for people by source. */
import { z } from 'zod';
import { optimizerMetrics } from '../../contracts/cloudwatch-names.ts';
import { keys } from '../../contracts/keys.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { encodeJson, parseStored } from '../../running/documents.ts';
import { predictionAccuracy, predictionQuality, predictionQualityOf } from './accuracy.ts';
import type { MeasuredSource } from './measure-predictions.ts';
import { sourceNames } from './rate-prediction.ts';

const storedAccuracy = z.object({
  made_at: z.iso.datetime(),
  /** The metric, and whose predictions it is of; null where no click was predicted and came. */
  accuracy: z.number().nullable(),
  source: z.enum(sourceNames).nullable(),
  /** By source, then by KPI. */
  quality: z.partialRecord(z.enum(sourceNames), z.record(z.string(), predictionQuality)),
});
export type StoredAccuracy = z.infer<typeof storedAccuracy>;

/** Undefined before the first prediction matured. */
export async function readPredictionAccuracy(objects: Pick<ObjectStore, 'get'>): Promise<StoredAccuracy | undefined> {
  const stored = await objects.get(keys.predictionAccuracy);
  return stored && parseStored(keys.predictionAccuracy, stored.body, storedAccuracy);
}

/** The metric is of the first source that has one. Nothing is sent or kept where nothing matured: an absent metric is not zero. */
export async function publishPredictionAccuracy(
  measured: readonly MeasuredSource[],
  { objects, metrics, now }: Pick<StageDeps, 'objects' | 'metrics' | 'now'>,
): Promise<void> {
  const known = measured.filter(({ matured }) => matured.length > 0);
  if (known.length === 0) return;
  const [first] = known.flatMap(({ source: { name }, matured }) => {
    const accuracy = predictionAccuracy(matured);
    return accuracy === null ? [] : { source: name, accuracy };
  });
  const made: StoredAccuracy = {
    made_at: now().toISOString(),
    accuracy: first?.accuracy ?? null,
    source: first?.source ?? null,
    quality: Object.fromEntries(known.map((each) => [each.source.name, qualityByKpi(each)])),
  };
  await objects.put(keys.predictionAccuracy, encodeJson(made));
  if (!first) return;
  const names = optimizerMetrics;
  await metrics.put('LinkedInAds/Optimizer', [
    { name: names.predictionAccuracy, value: first.accuracy, unit: 'Percent' },
  ]);
}

function qualityByKpi({ source, matured }: MeasuredSource): Record<string, z.infer<typeof predictionQuality>> {
  const kpis = [...new Set(matured.map(({ kpi }) => kpi))];
  return Object.fromEntries(
    kpis.map((kpi) => [
      kpi,
      predictionQualityOf(
        matured.filter((each) => each.kpi === kpi),
        source.interval,
      ),
    ]),
  );
}
