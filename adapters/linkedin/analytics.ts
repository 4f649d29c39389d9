/** Answers a question about performance whole: fields in groups of 20, days in windows below 15,000 elements, merged by key. */

import type { AnalyticsQuestion } from '../../core/ports/ad-performance.ts';
import { AnswerUnusableError } from '../../core/ports/ad-platform-errors.ts';
import { type ElementRow, type RowSet, rowKey, rowsOf } from './analytics-elements.ts';
import { mostElements, type Window, type WindowAnswer, type WindowSource, wholeAnswers } from './analytics-windows.ts';
import type { Send } from './api-call.ts';
import { driftCounter, rejectedElement } from './drift.ts';
import { analyticsCall } from './endpoints.ts';
import { keyFields, metricGroups } from './metrics.ts';
import { elementsOf } from './schemas/list-answer.ts';
import { idOf } from './urns.ts';

/** A question in LinkedIn's names of metrics. */
export interface FieldQuestion extends Omit<AnalyticsQuestion, 'measures'> {
  fields: readonly string[];
}

export type FieldAnswer = Omit<RowSet, 'spoiled'> & { calls: number };

export function analyticsReader(send: Send): (question: FieldQuestion) => Promise<FieldAnswer> {
  return async (question) => {
    const counted = countedCalls(send);
    const [first = [...keyFields], ...others] = metricGroups(question.fields);
    const whole: Window = { from: question.from, to: question.to, campaigns: question.campaigns };
    // The first group finds windows that fit; the others have the same rows and so the same windows.
    const found = await wholeAnswers(whole, windowSource(counted.send, question, first));
    const later = others.map((fields) => refetched(found, windowSource(counted.send, question, fields)));
    const sets = [found, ...(await Promise.all(later))].map((answers, group) =>
      answers.map((answer) => rowSet(answer, question, [first, ...others][group]!)),
    );
    return { ...merged(sets.flat()), calls: counted.calls() };
  };
}

/** An account that grew in between is split further. */
async function refetched(windows: readonly WindowAnswer[], source: WindowSource): Promise<WindowAnswer[]> {
  return (await Promise.all(windows.map(({ window }) => wholeAnswers(window, source)))).flat();
}

function windowSource(send: Send, { account, pivot }: FieldQuestion, fields: readonly string[]): WindowSource {
  const ask = async (call: ReturnType<typeof analyticsCall>) => {
    const { json, requestId } = await send(call);
    return elementsOf(json, call, requestId);
  };
  return {
    fetch: (window) => ask(analyticsCall({ account, pivot, ...window, fields })),
    // From the figures, not from the list of campaigns: a deleted campaign has figures too.
    async campaignsOn(day) {
      const call = analyticsCall({ account, pivot: 'CAMPAIGN', from: day, to: day, fields });
      const elements = await ask(call);
      const { records, rejected } = rowsOf(elements, { pivot: 'CAMPAIGN', from: day, to: day, metrics: [] });
      if (elements.length >= mostElements || rejected.length > 0) throw campaignsUnknown(day);
      return records.map((row) => idOf(row.entity));
    },
  };
}

const campaignsUnknown = (day: string): AnswerUnusableError =>
  new AnswerUnusableError(
    { call: 'GET /adAnalytics', said: `the list of campaigns with figures on ${day} is incomplete`, requestId: null },
    'Nothing of this window was stored, because it would be incomplete. Name the campaigns in the question.',
  );

function rowSet({ window, elements }: WindowAnswer, { pivot }: FieldQuestion, fields: readonly string[]): RowSet {
  const metrics = fields.filter((field) => !(keyFields as readonly string[]).includes(field));
  return rowsOf(elements, { pivot, from: window.from, to: window.to, metrics });
}

/**
 * One row a key, with the metrics of all groups. A row that a group lacks has none of its metrics: absent is not zero. A row of
 * which one group was rejected is rejected whole: half a row would look like a row.
 */
function merged(sets: readonly RowSet[]): Omit<RowSet, 'spoiled'> {
  const spoiled = new Set(sets.flatMap((set) => set.spoiled));
  const rows = [...mergedRows(sets)];
  const drift = driftCounter();
  for (const entry of sets.flatMap((set) => set.drift)) drift.addCounted(entry);
  return {
    records: rows.filter((row) => !spoiled.has(rowKey(row))),
    rejected: [
      ...sets.flatMap((set) => set.rejected),
      ...rows
        .filter((row) => spoiled.has(rowKey(row)))
        .map((row) => rejectedElement('analytics', `another part of ${rowKey(row)} was rejected`, row.source)),
    ],
    drift: drift.list(),
    duplicates: sum(sets.map((set) => set.duplicates)),
    rounded_to_zero: sum(sets.map((set) => set.rounded_to_zero)),
    negatives: sets.flatMap((set) => set.negatives),
  };
}

function mergedRows(sets: readonly RowSet[]): Iterable<ElementRow> {
  const rows = new Map<string, ElementRow>();
  for (const row of sets.flatMap((set) => set.records)) {
    const known = rows.get(rowKey(row));
    if (!known) rows.set(rowKey(row), row);
    else {
      Object.assign(known.metrics, row.metrics);
      known.source = { ...known.source, ...row.source };
    }
  }
  return rows.values();
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

function countedCalls(send: Send): { send: Send; calls: () => number } {
  let calls = 0;
  return {
    send: async (call) => {
      calls += 1;
      return await send(call);
    },
    calls: () => calls,
  };
}
