import { measures } from '../../core/contracts/measures.ts';
import { counted } from '../../core/domain/language.ts';
import { UsageError } from '../../core/errors.ts';
import { type DayHistory, type ObservedValue, readHistory, type ValueChange } from '../../core/process/history.ts';
import { calendarDay } from '../arguments.ts';
import type { Command } from '../command.ts';
import { type ShownColumn, tableLines, visible } from '../lines/table.ts';
import { formatExact, simulatedLabel } from '../lines/wording.ts';
import { createRuntime } from '../runtime.ts';
import { onWarehouse } from '../stages.ts';

/** Every value that a creative's day had, and when it was seen; one history for each account that has the creative. */
export const historyCommand: Command = async (args) => {
  const [creative, day, ...others] = args.files;
  if (creative === undefined || day === undefined || others.length > 0 || !calendarDay.safeParse(day).success)
    throw new UsageError(
      'history takes a creative and a day as YYYY-MM-DD',
      'For example: npm run ads -- history 310000066 2026-08-03  (digits, a URN, or "<campaign>/<creative>" of an import)',
    );
  const runtime = await createRuntime({ ...args, kind: undefined });
  try {
    const histories = await onWarehouse(runtime, (deps) => readHistory(deps, creative, day));
    const { simulated } = runtime.deps;
    return {
      json: { simulated, histories },
      lines: [...(simulated ? [simulatedLabel, ''] : []), ...histories.flatMap(historyLines).slice(0, -1)],
      exitCode: 0,
    };
  } finally {
    await runtime.close();
  }
};

function historyLines(history: DayHistory): string[] {
  const { values, last_observed_at } = history;
  const named = (id: string, name: string | null) => visible(name === null ? id : `${id} (${name})`);
  const observed = last_observed_at === null ? '' : `; the day was last observed at ${second(last_observed_at)} UTC`;
  return [
    `${named(history.creative_id, history.creative_name ?? history.headline)} on ${history.stat_date}`,
    `${history.platform} account ${named(history.account_id, history.account_name)}, campaign ${named(history.campaign_id, history.campaign_name)}`,
    `${counted(values.length, 'value')}${observed}`,
    '',
    ...tableLines(columnsOf(values), values.map(cellsOf)),
    '',
  ];
}

function columnsOf(values: readonly ObservedValue[]): ShownColumn[] {
  const currency = values.at(-1)?.currency ?? 'no currency';
  const titles: Partial<Record<string, string>> = { cost: `cost ${currency}`, conversion_value: `value ${currency}` };
  return [
    { name: 'seen (UTC)', type: 'VARCHAR' },
    ...measures.map((name) => ({ name: titles[name] ?? name, type: 'DOUBLE' })),
    { name: 'what changed', type: 'VARCHAR', whole: true },
    { name: 'source', type: 'VARCHAR' },
    { name: 'run', type: 'VARCHAR' },
  ];
}

const cellsOf = (value: ObservedValue, at: number): string[] => [
  second(value.observed_at),
  ...measures.map((name) => formatExact(value[name])),
  at === 0 ? 'first seen' : changed(value),
  value.source,
  value.run_id,
];

function changed({ is_gone, changes }: ObservedValue): string {
  if (is_gone) return 'missing from a complete answer, so counted as zero';
  return changes.map(described).join(', ');
}

function described({ field, from, to, by }: ValueChange): string {
  const name = field.replace('_', ' ');
  if (by === null) return `${name} ${from ?? 'not measured'} → ${to ?? 'not measured'}`;
  return `${name} ${by.startsWith('-') ? '' : '+'}${formatExact(by)}`;
}

const second = (instant: string): string => instant.slice(0, 'YYYY-MM-DD hh:mm:ss'.length);
