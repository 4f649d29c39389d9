import { z } from 'zod';
import { pipelineMetrics } from '../contracts/cloudwatch-names.ts';
import type { StageDeps } from '../ports/stage-deps.ts';
import { ask } from '../sql/ask.ts';
import { decimal, optionalText } from '../sql/columns.ts';

const spendRow = z.object({ currency: optionalText, cost: decimal.nullable() });

/** Sends the spend of a day in the configuration's currency; nothing where none is known: that is not zero. */
export async function publishSpend(
  { warehouse, metrics, config }: Pick<StageDeps, 'warehouse' | 'metrics' | 'config'>,
  day: string | null,
): Promise<void> {
  if (day === null) return;
  const rows = await ask(warehouse, 'queries/process/day_spend', spendRow, { day });
  const cost = rows.find(({ currency }) => currency === config.currency)?.cost;
  if (cost === undefined || cost === null) return;
  await metrics.put('LinkedInAds/Pipeline', [{ name: pipelineMetrics.spendToday, value: cost, unit: 'None' }]);
}
