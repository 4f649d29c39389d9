import { comparedMetrics } from '../../core/process/reconcile/figures.ts';
import { openEngine, quoted } from './engine.ts';

/** The rows that the reading of a file gave, one per key: decimals and bigints as text, dates as `YYYY-MM-DD`. */
export async function fileRows(rowsPath: string, workFolder: string): Promise<Record<string, unknown>[]> {
  const engine = await openEngine(workFolder);
  try {
    return await engine.rows(`
      select account_id, campaign_id, campaign_name, creative_id, creative_name, stat_date, currency,
        ${comparedMetrics.join(', ')}
      from ${quoted(rowsPath)}`);
  } finally {
    engine.close();
  }
}
