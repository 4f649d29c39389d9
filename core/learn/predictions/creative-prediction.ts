/** What a creative is expected to do, by which version of the model: written before it is known, and kept. */
import { z } from 'zod';
import { isoDate } from '../../contracts/values.ts';
import { StoredDataError } from '../../errors.ts';
import { linesOf } from '../../running/gzip.ts';

const estimate = z.object({ expected: z.number(), low: z.number(), high: z.number() });

export const creativePrediction = z.object({
  run_id: z.string(),
  predicted_at: z.iso.datetime(),
  model: z.literal('creative_scorer'),
  version: z.string(),
  /** Of the artifact. */
  sha256: z.string(),
  platform: z.string(),
  account_id: z.string(),
  campaign_id: z.string(),
  creative_id: z.string(),
  /** The first of the `horizonDays` days that it is about. */
  for_day: isoDate,
  /**
   * Clicks per impression, and results per impression where they come after the click and the model says something of them; four of
   * five lie between low and high.
   */
  ctr: estimate,
  result_rate: estimate.nullable(),
  /** What moves the estimate of the CTR most, as factors of it. */
  because: z.array(z.object({ name: z.string(), value: z.number().nullable(), factor: z.number() })),
});
export type CreativePrediction = z.infer<typeof creativePrediction>;

/** A StoredDataError names the key when a line is not one. */
export async function parsePredictions(key: string, body: Uint8Array): Promise<CreativePrediction[]> {
  const parsed = z.array(creativePrediction).safeParse(await linesOf(body));
  if (!parsed.success) throw new StoredDataError(key, z.prettifyError(parsed.error), { cause: parsed.error });
  return parsed.data;
}
