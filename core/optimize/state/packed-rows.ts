/** Reads the texts into which `creative_spans` and `campaign_weeks` pack their days: a row each would be a hundred thousand. */

import type { CampaignDay, CreativeSpan, VisibleShare } from '../../domain/account-state.ts';
import { StoredDataError } from '../../errors.ts';

/** Share of a stat date's final value that is expected to be visible. */
export type ShareOf = (metric: keyof VisibleShare, date: string) => number;

const msPerDay = 86_400_000;
const spanFields = 19;
const dayFields = 9;
/** Results are squared as thousandths. */
const mils = 1000;

/** Oldest first. */
export function readSpans(file: string, packed: string, shareOf: ShareOf): CreativeSpan[] {
  return textsOf(file, packed, spanFields)
    .map((fields) => readSpan(fields, shareOf))
    .reverse();
}

/** Oldest first; bid and budget of the day are not in it. */
export function readDays(file: string, packed: string, shareOf: ShareOf): Omit<CampaignDay, 'bid' | 'dailyBudget'>[] {
  return textsOf(file, packed, dayFields)
    .map(([date, mature, disputed, ...figures]) => ({
      date: date!,
      ...figuresOf(figures),
      mature: mature === '1',
      reconciled: disputed === '0',
      visibleShare: {
        clicks: shareOf('clicks', date!),
        conversions: shareOf('conversions', date!),
        leads: shareOf('leads', date!),
      },
    }))
    .reverse();
}

function textsOf(file: string, packed: string, fields: number): string[][] {
  return packed
    .split(';')
    .slice(0, -1)
    .map((text) => {
      const parts = text.split(':');
      if (parts.length !== fields) throw new StoredDataError(file, `"${text}" has not ${fields} fields`);
      return parts;
    });
}

const known = (text: string | undefined): number | null => (text === '' || text === undefined ? null : Number(text));

/** impressions, clicks, cost, conversions, leads, video views */
const figuresOf = ([impressions, clicks, cost, conversions, leads, views]: readonly string[]) => ({
  impressions: Number(impressions),
  clicks: known(clicks),
  cost: known(cost),
  conversions: known(conversions),
  leads: known(leads),
  video_views: known(views),
});

function readSpan(fields: readonly string[], shareOf: ShareOf): CreativeSpan {
  // from, through, days, six figures, weights of all days and of those with mature conversions and leads, squares and products
  const [from, through, days, ...rest] = fields as [string, string, string, ...string[]];
  const [weight, ofConversions, ofLeads, impressionsSquared, ...squares] = rest.slice(6).map(Number) as number[];
  const moments = (at: number, scale: number) => ({
    squared: squares[at]! / scale ** 2,
    timesImpressions: squares[at + 1]! / scale,
  });
  // days of a span have nearly the same share: the part of them that counts is what differs
  const share = (metric: keyof VisibleShare, counted: number): number =>
    weight! > 0 ? (counted / weight!) * meanShare(from, through, (date) => shareOf(metric, date)) : 0;
  return {
    from,
    through,
    days: Number(days),
    ...figuresOf(rest),
    visibleShare: {
      clicks: meanShare(from, through, (date) => shareOf('clicks', date)),
      conversions: share('conversions', ofConversions!),
      leads: share('leads', ofLeads!),
    },
    moments: { clicks: moments(0, 1), conversions: moments(2, mils), leads: moments(4, mils) },
    impressionsSquared: impressionsSquared!,
  };
}

function meanShare(from: string, through: string, shareOf: (date: string) => number): number {
  let total = 0;
  let days = 0;
  for (let day = Date.parse(from); day <= Date.parse(through); day += msPerDay) {
    total += shareOf(new Date(day).toISOString().slice(0, 10));
    days++;
  }
  return total / days;
}
