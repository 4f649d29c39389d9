import { join } from 'node:path';
import { keys } from '../../core/contracts/keys.ts';
import type { Report } from '../../core/contracts/report.ts';
import { counted } from '../../core/domain/language.ts';
import { ledgerLines } from '../../core/optimize/effects/lines.ts';
import type { Command } from '../command.ts';
import { formatFigure, formatMoney, formatRatio, simulatedLabel } from '../lines/wording.ts';
import { createRuntime, shownPath } from '../runtime.ts';
import { readReport } from '../stages.ts';

/** Objects in quarantine that are named. */
const shownObjects = 5;

export const reportCommand: Command = async (args) => {
  const runtime = await createRuntime({ ...args, kind: undefined });
  try {
    const found = await readReport(runtime);
    return { json: found, lines: reportLines(found, runtime.dataDir), exitCode: 0 };
  } finally {
    await runtime.close();
  }
};

/** What a person reads in ten seconds. */
export function reportLines(found: Report, dataDir: string): string[] {
  const { totals } = found;
  if (found.data_through === null)
    return ['No data yet. Import a file or run collect, then run "npm run ads -- process".'];
  return [
    ...(found.simulated ? [simulatedLabel, ''] : []),
    `${found.data_from} to ${found.data_through}: ${counted(totals.days, 'day')}, ${counted(totals.campaigns, 'campaign')}, ${counted(totals.creatives, 'ad')}`,
    ...(found.provisional_from
      ? [`Days from ${found.provisional_from} on are provisional: their numbers may still grow.`]
      : []),
    ...Object.entries(found.provisional).map(expectationLine),
    ...(found.unreconciled_days > 0
      ? [
          `${counted(found.unreconciled_days, 'day')} excluded from decisions, because the platform's own totals differ: npm run ads -- reconcile`,
        ]
      : []),
    `Impressions ${formatFigure(totals.impressions)}, clicks ${formatFigure(totals.clicks)} (CTR ${formatRatio(totals.clicks, totals.impressions)})`,
    ...Object.entries(found.by_currency).map(
      ([currency, sums]) =>
        `Spend ${formatMoney(sums.cost, currency)}, conversions ${formatFigure(sums.conversions)}, leads ${formatFigure(sums.leads)}, conversion value ${formatMoney(sums.conversion_value, currency)}`,
    ),
    ...ledgerLines(found.own_changes),
    ...(found.rejected > 0
      ? [
          `In quarantine: ${counted(found.rejected, 'record')} (npm run ads -- quarantine list)`,
          ...found.quarantine.slice(0, shownObjects).map(({ key }) => `  ${shownPath(join(dataDir, key))}`),
          ...(found.quarantine.length > shownObjects ? [`  … and ${found.quarantine.length - shownObjects} more`] : []),
        ]
      : []),
    `Aggregates: ${shownPath(join(dataDir, keys.manifest))}`,
  ];
}

/** Only what is expected to grow by something that a person would notice. */
function expectationLine([currency, { days, seen, expected }]: [string, Report['provisional'][string]]): string {
  const grown = (metric: 'conversions' | 'leads') =>
    `${metric} ${formatFigure(seen[metric])} so far, about ${formatFigure(rounded(expected[metric]))} expected`;
  const money = `spend ${formatMoney(seen.cost, currency)} so far, about ${formatMoney(rounded(expected.cost), currency)} expected`;
  return `  over ${counted(days, 'provisional day')}: ${money}; ${grown('conversions')}; ${grown('leads')}`;
}

const rounded = (value: number | null): number | null => value && Math.round(value);
