/** One piece of the window: figures by creative, and the platform's own totals to hold them against. */

import { measures } from '../../contracts/measures.ts';
import { AdsError } from '../../errors.ts';
import type { AnalyticsAnswer, AnalyticsPivot } from '../../ports/ad-performance.ts';
import { rawAnalyticsRows } from './daily-metrics.ts';
import type { EntityIndex } from './entity-index.ts';
import { type CollectorRun, noteDrift, platformNameOf, storePiece } from './run.ts';
import type { Days } from './window.ts';

/** An empty answer means no activity, or no access, or a fault: it is never taken for zero where there was spend. */
class EmptyAnswerError extends AdsError {
  constructor(account: string, { from, to }: Days, evidence: string) {
    super(
      `The platform returned nothing for account ${account} from ${from} to ${to}, but ${evidence}`,
      'Nothing was stored or set to zero; the next run asks again. If this keeps happening, check the role of the token’s member on the account.',
    );
  }
}

export interface ChunkAnswers {
  creatives: AnalyticsAnswer;
  campaigns: AnalyticsAnswer;
  account: AnalyticsAnswer;
  at: Date;
}

export async function askChunk(run: CollectorRun, days: Days, newestSpend: string | null): Promise<ChunkAnswers> {
  const at = run.deps.now();
  const ask = (pivot: AnalyticsPivot) =>
    run.deps.platform.analytics({ account: run.account, pivot, ...days, measures });
  const [creatives, campaigns, first] = await Promise.all([ask('CREATIVE'), ask('CAMPAIGN'), ask('ACCOUNT')]);
  const isEmpty = creatives.records.length === 0 && creatives.rejected.length === 0;
  // An empty answer is only accepted after asking twice.
  const account = isEmpty && first.records.length === 0 ? await ask('ACCOUNT') : first;
  for (const answer of [creatives, campaigns, account]) noteAnswer(run, answer);
  if (isEmpty) assertNothing(run, days, account.records.length + campaigns.records.length, newestSpend);
  return { creatives, campaigns, account, at };
}

function assertNothing({ account }: CollectorRun, days: Days, totals: number, newestSpend: string | null): void {
  if (totals > 0) throw new EmptyAnswerError(account, days, 'the account totals have figures for those days');
  if (newestSpend !== null && newestSpend >= days.from && newestSpend <= days.to)
    throw new EmptyAnswerError(account, days, `the account had spend on ${newestSpend}`);
}

export async function storeChunk(
  run: CollectorRun,
  days: Days,
  answers: ChunkAnswers,
  { currency, campaigns }: EntityIndex,
): Promise<void> {
  const { creatives, campaigns: byCampaign, account, at } = answers;
  const all = [...creatives.records, ...byCampaign.records, ...account.records];
  const { rows, rejected } = rawAnalyticsRows(all, {
    platform: platformNameOf(run.deps),
    account: run.account,
    currency,
    campaignOf: (creative) => campaigns[creative],
    window: days,
    runId: run.runId,
    observedAt: at,
  });
  const unreadable = [creatives, byCampaign, account].flatMap((answer) => answer.rejected);
  await storePiece(run, { kind: 'analytics', name: days.from, at, rows, rejected: [...unreadable, ...rejected] });
}

/** Creatives with figures that neither the list nor an earlier look names. */
export function newcomers({ creatives }: ChunkAnswers, { campaigns, unlisted }: EntityIndex): string[] {
  const known = new Set(unlisted);
  const named = new Set(creatives.records.map(({ id }) => id));
  return [...named].filter((creative) => campaigns[creative] === undefined && !known.has(creative));
}

/** Newest day with money spent; null without any. */
export function newestSpendOf({ creatives }: ChunkAnswers): string | null {
  const days = creatives.records
    .filter(({ metrics }) => Number(metrics.cost ?? 0) > 0)
    .map(({ stat_date }) => stat_date);
  return days.reduce<string | null>((newest, day) => (newest === null || day > newest ? day : newest), null);
}

function noteAnswer(run: CollectorRun, answer: AnalyticsAnswer): void {
  const elements = answer.records.length + answer.rejected.length;
  run.mostElements = Math.max(run.mostElements, elements);
  run.metricValues += elements * measures.length;
  noteDrift(run, answer.drift);
  if (answer.negatives.length > 0)
    run.deps.logger.warn('negative figures were kept as the platform sent them', {
      account: run.account,
      count: answer.negatives.length,
      first: answer.negatives[0],
    });
}
