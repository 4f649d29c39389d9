/** How far the facts are from the platform's own totals. */
import { z } from 'zod';
import { type Askable, askOne } from '../sql/ask.ts';
import { count, decimal } from '../sql/columns.ts';

const reconciliation = z.object({
  /** Finished days that have the platform's own totals beside them, and those of them that differ. */
  days: count,
  open_days: count,
  /** Of the account with the largest gap on its worst day; null without one. */
  cost_gap_percent: decimal.nullable(),
});

export const readReconciliation = (warehouse: Askable): Promise<z.infer<typeof reconciliation>> =>
  askOne(warehouse, 'queries/process/reconciliation', reconciliation);
