import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { daysBetween } from '../../core/domain/calendar.ts';
import { counted, formatNumber, plural } from '../../core/domain/language.ts';
import { AdsError, UsageError, WarehouseError } from '../../core/errors.ts';
import { readOwnChanges } from '../../core/optimize/acting/own-changes.ts';
import { type BacktestDay, type BacktestDecision, backtest } from '../../core/optimize/backtest/backtest.ts';
import { type BacktestValue, backtestValues } from '../../core/optimize/backtest/backtest-value.ts';
import { readKnownHistory } from '../../core/optimize/backtest/known-history.ts';
import { figureDaysOf, type KnowledgeOptions } from '../../core/optimize/backtest/states.ts';
import { type BacktestTotals, totalsOf } from '../../core/optimize/backtest/totals.ts';
import { newestEffectsReview } from '../../core/optimize/effects/review.ts';
import { type Guardrails, parseGuardrails } from '../../core/optimize/guardrails/guardrail-file.ts';
import { decisionsSince } from '../../core/optimize/log/find-decisions.ts';
import type { Arguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { visible } from '../lines/table.ts';
import { formatMoney, simulatedLabel } from '../lines/wording.ts';
import { createRuntime, type Runtime } from '../runtime.ts';

const mostMornings = 400;
/** A person reads the first few of a morning; `--json` has them all. */
const shownADay = 5;

const example = 'npm run ads -- backtest --from 2026-06-01 --to 2026-06-30 --guardrails my-guardrails.json';

/** What a set of guardrails would have allowed on stored history, morning by morning. Changes nothing. */
export const backtestCommand: Command = async (args) => {
  const { from, to, file } = asked(args);
  const guardrails = await guardrailsOf(file);
  const runtime = await createRuntime({ ...args, kind: undefined, readOnly: true });
  try {
    const days = await backtested(runtime, { from, to, guardrails }).catch(afterUpdate);
    const totals = totalsOf(days);
    const values = await valuesOf(days, runtime, { from, to });
    const { simulated } = runtime.deps;
    return {
      json: { simulated, from, to, guardrails, notes, totals, values, days },
      lines: [
        ...(simulated ? [simulatedLabel, ''] : []),
        ...days.flatMap(dayLines),
        '',
        ...totalLines(totals),
        ...values.map(valueLine),
        ...notes,
      ],
      exitCode: 0,
    };
  } finally {
    await runtime.close();
  }
};

/** What a backtest cannot know. */
const notes = [
  'Figures stay as history had them: how the market would have responded to these changes is unknown.',
  'All days count as reconciled: history records reconciliation for the newest snapshot only.',
];

function asked({ from, to, guardrails, files }: Arguments): { from: string; to: string; file: string } {
  if (files.length > 0) throw new UsageError(`backtest takes no "${files[0]}"`, `For example: ${example}`);
  if (from === undefined || to === undefined || guardrails === undefined)
    throw new UsageError('backtest needs --from, --to and --guardrails', `For example: ${example}`);
  const mornings = morningsOf(from, to);
  if (mornings < 1 || mornings > mostMornings)
    throw new UsageError(
      `${from} to ${to} cannot be backtested`,
      `Give a range of 1 to ${mostMornings} days, the first day first.`,
    );
  return { from, to, file: guardrails };
}

const morningsOf = (from: string, to: string): number => daysBetween(from, to) + 1;

async function guardrailsOf(file: string): Promise<Guardrails> {
  if (!existsSync(file))
    throw new UsageError(
      `There is no file ${file}`,
      '"npm run ads -- guardrails init" writes an example that you can edit.',
    );
  return parseGuardrails(await readFile(file, 'utf8'));
}

interface Asked {
  from: string;
  to: string;
  guardrails: Guardrails;
}

async function backtested({ deps, dataDir }: Runtime, { from, to, guardrails }: Asked): Promise<BacktestDay[]> {
  if (!existsSync(join(dataDir, 'warehouse', 'ads.duckdb')))
    throw new AdsError(`There is no history in ${dataDir}`, 'Run "npm run ads -- process" first.');
  const { decisions: settings, maturity } = deps.config;
  const knowing: KnowledgeOptions = {
    state: {
      windowDays: settings.windowDays,
      activeWithinDays: settings.activeWithinDays,
      maturityLevel: maturity.level,
    },
    maturity,
  };
  const span = {
    from,
    to,
    figureDays: figureDaysOf(knowing),
    snapshotDays: maturity.learnFromDays + settings.windowDays,
  };
  const history = await readKnownHistory(deps.warehouse, span);
  await deps.warehouse.close();
  const ownChanges = await readOwnChanges(deps.objects);
  const days: BacktestDay[] = [];
  const mornings = morningsOf(from, to);
  for (const day of backtest(history, {
    ...knowing,
    from,
    to,
    guardrails,
    settings,
    simulated: deps.simulated,
    ownChanges,
  })) {
    days.push(day);
    deps.progress('backtesting, morning by morning', days.length, mornings);
  }
  return days;
}

/** From what was really decided on those mornings. */
async function valuesOf(days: BacktestDay[], { deps }: Runtime, { from, to }: { from: string; to: string }) {
  const logged = (await decisionsSince(deps.objects, from)).filter(({ created_at }) => created_at.slice(0, 10) <= to);
  return backtestValues(days, logged, (await newestEffectsReview(deps.objects))?.effects ?? []);
}

function valueLine({ currency, value, unknown }: BacktestValue): string {
  const { mean, low95, high95, choices, effectiveSample, warning } = value;
  const range = `${formatMoney(low95, currency)} to ${formatMoney(high95, currency)}`;
  const told =
    mean === null
      ? ''
      : ` ${formatMoney(mean, currency)} per change (95% interval: ${range}), from ${counted(choices, 'logged choice')} worth ${Math.floor(effectiveSample)}.`;
  const left =
    unknown > 0
      ? ` ${counted(unknown, 'change')} with an unknown effect ${plural(unknown, 'is', 'are')} left out.`
      : '';
  return `Earned by these guardrails:${told}${warning ? ` ${warning}` : ''}${left}`;
}

/** A warehouse without a merge since an update may lack what is queried, and a backtest may add nothing to it. */
function afterUpdate(error: unknown): never {
  if (!(error instanceof WarehouseError)) throw error;
  throw new WarehouseError(error.message, 'Run "npm run ads -- process" once, then try again.', { cause: error });
}

function dayLines({ date, judged, done, bound }: BacktestDay): string[] {
  const nothing = done.length + bound.length === 0;
  if (judged === 0) return [`${date}  nothing was known yet to decide on`];
  if (nothing) return [`${date}  nothing to change (${counted(judged, 'decision')})`];
  return [
    `${date}  ${counted(done.length, 'change')} applied, ${formatNumber(bound.length)} held back`,
    ...shown(done, doneLine),
    ...shown(bound, boundLine),
  ];
}

function shown(backtested: readonly BacktestDecision[], line: (each: BacktestDecision) => string): string[] {
  const more = backtested.length - shownADay;
  return [...backtested.slice(0, shownADay).map(line), ...(more > 0 ? [`    … and ${more} more`] : [])];
}

const doneLine = (each: BacktestDecision): string => {
  const { currency } = each.decision;
  const spend = each.daily_spend === null ? 'spend unknown' : `${formatMoney(each.daily_spend, currency)} a day`;
  return `  + ${changeText(each)} (${spend})`;
};

const boundLine = (each: BacktestDecision): string => `  − ${changeText(each)}: ${each.bound?.detail}`;

function changeText({ decision }: BacktestDecision): string {
  const { action, campaign_id, creative_id, change } = decision;
  const entity = creative_id ?? campaign_id;
  const amounts =
    change && typeof change.from !== 'string' && typeof change.to !== 'string'
      ? ` ${change.from.amount} → ${change.to.amount} ${change.to.currency}`
      : '';
  return visible(`${action.replaceAll('_', ' ')} ${entity}${amounts}`);
}

function totalLines({ mornings, judged, done, bound, touched }: BacktestTotals): string[] {
  const money = (sums: Record<string, number>): string =>
    Object.entries(sums)
      .map(([currency, amount]) => formatMoney(amount, currency))
      .join(', ') || 'nothing';
  const changes = Object.values(done).reduce((sum, each) => sum + each.changes, 0);
  return [
    `${counted(mornings, 'morning')}, ${counted(judged, 'decision')}: ${counted(changes, 'change')} would have been applied, affecting about ${money(touched)} of daily spend`,
    ...Object.entries(done).map(
      ([action, each]) => `  ${action.replaceAll('_', ' ')}: ${each.changes}, about ${money(each.daily_spend)} a day`,
    ),
    ...(Object.keys(bound).length > 0 ? ['Held back by:'] : []),
    ...Object.entries(bound)
      .toSorted(([, one], [, other]) => other - one)
      .map(([rule, times]) => `  ${rule}: ${times}`),
  ];
}
