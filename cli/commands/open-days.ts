/** Which finished days do not add up to the platform's own totals, by how much, and in which campaigns. */
import { z } from 'zod';
import { groupBy } from '../../core/domain/grouping.ts';
import { counted, plural } from '../../core/domain/language.ts';
import { ask } from '../../core/sql/ask.ts';
import { accountColumns, day, exactDecimal, optionalText } from '../../core/sql/columns.ts';
import type { Arguments } from '../arguments.ts';
import type { CommandResult } from '../command.ts';
import { formatMoney, formatNumber, simulatedLabel } from '../lines/wording.ts';
import { createRuntime } from '../runtime.ts';
import { onWarehouse } from '../stages.ts';

/** Shown as they are, exact to the last digit. */
const openDayRow = z.looseObject({
  ...accountColumns,
  stat_date: day,
  currency: optionalText,
  impressions: exactDecimal,
  account_impressions: exactDecimal,
  clicks: exactDecimal,
  account_clicks: exactDecimal,
  cost: exactDecimal,
  account_cost: exactDecimal,
  campaign_id: optionalText,
  campaign_name: optionalText,
  creatives_impressions: exactDecimal.nullable(),
  creatives_cost: exactDecimal.nullable(),
  campaign_cost: exactDecimal.nullable(),
});
type Row = z.infer<typeof openDayRow>;

/** Changes nothing. Exit code 2 when there are such days: they are not used for decisions. */
export async function openDays(args: Arguments): Promise<CommandResult> {
  const runtime = await createRuntime({ ...args, kind: undefined });
  try {
    const rows = await onWarehouse(runtime, ({ warehouse }) => ask(warehouse, 'queries/process/open_days', openDayRow));
    const days = groupBy(rows, (row) => `${row.platform} ${row.account_id} ${row.stat_date}`);
    return {
      json: { days: days.length, rows },
      lines: [
        ...(runtime.deps.simulated ? [simulatedLabel, ''] : []),
        headline(days.length),
        ...days.flatMap(dayLines),
      ],
      exitCode: days.length > 0 ? 2 : 0,
    };
  } finally {
    await runtime.close();
  }
}

const headline = (days: number): string =>
  days === 0
    ? "No finished day differs from the platform's own totals by more than 0.1%. Imports come without such totals: compare one with npm run ads -- reconcile FILE."
    : `${counted(days, 'day')} ${plural(days, 'differs', 'differ')} from the platform's own totals and ${plural(days, 'is', 'are')} not used for decisions:`;

function dayLines(rows: readonly Row[]): string[] {
  const [day] = rows as [Row, ...Row[]];
  const currency = String(day.currency);
  const money = (value: unknown) => formatMoney(Number(value), currency);
  const figures = (mine: unknown, theirs: unknown) =>
    `${formatNumber(Number(mine))} of ${formatNumber(Number(theirs))}`;
  return [
    `  ${day.stat_date}, account ${day.account_id}: impressions ${figures(day.impressions, day.account_impressions)}, clicks ${figures(day.clicks, day.account_clicks)}, spend ${money(day.cost)} of ${money(day.account_cost)}`,
    ...rows.filter(({ campaign_id }) => campaign_id !== null).map((row) => campaignLine(row, money)),
  ];
}

function campaignLine(row: Row, money: (value: unknown) => string): string {
  const name = row.campaign_name === null ? `campaign ${row.campaign_id}` : `${row.campaign_name} (${row.campaign_id})`;
  const gone =
    Number(row.creatives_impressions) === 0
      ? '; none of its ads is listed: they were deleted before they were collected'
      : '';
  return `    ${name}: its ads add up to ${money(row.creatives_cost)}, its total is ${money(row.campaign_cost)}${gone}`;
}
