import { counted } from '../../domain/language.ts';
import { WarehouseError } from '../../errors.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { type FactDays, isEmpty } from '../merging/fact-days.ts';
import { checks } from './checks.ts';
import { checkParameters, runCheck } from './run-checks.ts';

/**
 * Throws when these days hold numbers that must not be published; `rows` were merged since the last publication. What was published
 * before had passed for the other days, so that the cost of a refresh follows what is new; `doctor` and `quality` look at everything.
 */
export async function checkIntegrity(
  { warehouse, progress, config, now }: Pick<StageDeps, 'warehouse' | 'progress' | 'config' | 'now'>,
  { days, rows }: { days: FactDays; rows: number },
): Promise<void> {
  if (isEmpty(days)) return;
  progress('checking the numbers');
  const parameters = checkParameters({ config, asOf: now(), days });
  for (const check of checks) {
    if (!check.beforePublishing || rows > (check.mostRows ?? Number.POSITIVE_INFINITY)) continue;
    const { offending, examples } = await runCheck(check, warehouse, parameters);
    if (offending === 0) continue;
    throw new WarehouseError(
      `${check.file} found ${counted(offending, 'row')} that must not be there, the first: ${JSON.stringify(examples[0])}`,
      `The published aggregates were left as they are. ${check.explanation} ${check.remedy}`,
    );
  }
}
