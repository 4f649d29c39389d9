/** A backtest on what is stored: the history of the warehouse, our own changes, and what they were measured to earn. Writes nothing. */
import { dayOf, daysBetween } from '../../domain/calendar.ts';
import { UsageError, WarehouseError } from '../../errors.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import type { AdsConfig } from '../../settings/config.ts';
import { readOwnChanges } from '../acting/own-changes.ts';
import { newestEffectsReview } from '../effects/review.ts';
import type { Guardrails } from '../guardrails/guardrail-file.ts';
import { decisionsSince } from '../log/find-decisions.ts';
import { type BacktestDay, backtest } from './backtest.ts';
import { type BacktestValue, backtestValues } from './backtest-value.ts';
import { type KnownHistory, readKnownHistory } from './known-history.ts';
import { figureDaysOf, type KnowledgeOptions } from './states.ts';
import { type BacktestTotals, totalsOf } from './totals.ts';

const mostMornings = 400;

export interface BacktestRequest {
  /** First and last morning, both included. */
  from: string;
  to: string;
  guardrails: Guardrails;
}

export interface BacktestReport {
  days: BacktestDay[];
  totals: BacktestTotals;
  values: BacktestValue[];
}

type Deps = Pick<StageDeps, 'warehouse' | 'objects' | 'config' | 'simulated' | 'progress'>;

/** Closes the warehouse once the history is read: the rest takes minutes, and others may need it. */
export async function runBacktest(deps: Deps, request: BacktestRequest): Promise<BacktestReport> {
  const mornings = countMornings(request);
  const history = await readHistory(deps, request);
  await deps.warehouse.close();
  const days = await decideAgain(deps, request, { history, mornings });
  return { days, totals: totalsOf(days), values: await valuesOf(deps, days, request) };
}

/** How many there are from one day to another; a UsageError where there are none, or too many. */
export function countMornings({ from, to }: Pick<BacktestRequest, 'from' | 'to'>): number {
  const mornings = daysBetween(from, to) + 1;
  if (mornings >= 1 && mornings <= mostMornings) return mornings;
  throw new UsageError(
    `${from} to ${to} cannot be backtested`,
    `Give a range of 1 to ${mostMornings} days, the first day first.`,
  );
}

async function readHistory({ warehouse, config }: Deps, { from, to }: BacktestRequest): Promise<KnownHistory> {
  const { decisions, maturity } = config;
  const span = {
    from,
    to,
    figureDays: figureDaysOf(knowledgeOptions(config)),
    snapshotDays: maturity.learnFromDays + decisions.windowDays,
  };
  return await readKnownHistory(warehouse, span).catch(afterUpdate);
}

const knowledgeOptions = ({ decisions, maturity }: AdsConfig): KnowledgeOptions => ({
  state: {
    windowDays: decisions.windowDays,
    activeWithinDays: decisions.activeWithinDays,
    maturityLevel: maturity.level,
  },
  maturity,
});

/** A warehouse without a merge since an update may lack what is queried, and a backtest may add nothing to it. */
function afterUpdate(error: unknown): never {
  if (!(error instanceof WarehouseError)) throw error;
  throw new WarehouseError(error.message, 'Run "npm run ads -- process" once, then try again.', { cause: error });
}

async function decideAgain(
  { objects, config, simulated, progress }: Deps,
  { from, to, guardrails }: BacktestRequest,
  { history, mornings }: { history: KnownHistory; mornings: number },
): Promise<BacktestDay[]> {
  const ownChanges = await readOwnChanges(objects);
  const options = { from, to, guardrails, settings: config.decisions, simulated, ownChanges };
  const days: BacktestDay[] = [];
  for (const day of backtest(history, { ...knowledgeOptions(config), ...options })) {
    days.push(day);
    progress('backtesting, morning by morning', days.length, mornings);
  }
  return days;
}

/** From what was really decided on those mornings. */
async function valuesOf({ objects }: Deps, days: readonly BacktestDay[], { from, to }: BacktestRequest) {
  const logged = (await decisionsSince(objects, from)).filter(({ created_at }) => dayOf(new Date(created_at)) <= to);
  return backtestValues(days, logged, (await newestEffectsReview(objects))?.effects ?? []);
}
