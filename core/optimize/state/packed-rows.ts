/**
 * Reads the texts into which `creative_spans` and `campaign_weeks` pack their days: a row each would be a hundred thousand. The fields
 * of such a text are listed here; that the SQL packs the same ones in the same order is tested (test/athena/packed-fields.test.ts).
 */

import type { CampaignDay, CreativeSpan, VisibleShare } from '../../domain/account-state.ts';
import { msPerDay } from '../../domain/calendar.ts';
import { StoredDataError } from '../../errors.ts';

/** Empty where nobody measured it. */
const figureFields = ['impressions', 'clicks', 'cost', 'conversions', 'leads', 'video_views'] as const;

/** Weights are clicks, or impressions without them; `mils` are thousandths of results. */
export const spanFields = [
  'from_day',
  'through_day',
  'days_shown',
  ...figureFields,
  'weight',
  'weight_of_conversions',
  'weight_of_leads',
  'impressions_squared',
  'clicks_squared',
  'clicks_by_impressions',
  'conversion_mils_squared',
  'conversion_mils_by_impressions',
  'lead_mils_squared',
  'lead_mils_by_impressions',
] as const;

export const dayFields = ['on_day', 'is_mature', 'is_disputed', ...figureFields] as const;

type Fields<Name extends string> = Record<Name, string>;
type Figures = Fields<(typeof figureFields)[number]>;
type Span = Fields<(typeof spanFields)[number]>;
type Day = Fields<(typeof dayFields)[number]>;

/** Share of a stat date's final value that is expected to be visible. */
export type ShareOf = (metric: keyof VisibleShare, date: string) => number;

const mils = 1000;

/** Oldest first. */
export const readSpans = (file: string, packed: string, shareOf: ShareOf): CreativeSpan[] =>
  unpacked(file, packed, spanFields)
    .map((span) => readSpan(span, shareOf))
    .reverse();

/** Oldest first; bid and budget of the day are not in it. */
export const readDays = (file: string, packed: string, shareOf: ShareOf): Omit<CampaignDay, 'bid' | 'dailyBudget'>[] =>
  unpacked(file, packed, dayFields)
    .map((day) => readDay(day, shareOf))
    .reverse();

/** The text of each day or span as an object of its fields. */
function unpacked<Name extends string>(file: string, packed: string, names: readonly Name[]): Fields<Name>[] {
  return packed
    .split(';')
    .slice(0, -1)
    .map((text) => {
      const values = text.split(':');
      if (values.length !== names.length)
        throw new StoredDataError(file, `"${text}" does not have ${names.length} fields`);
      const fields = {} as Fields<Name>;
      for (let at = 0; at < names.length; at++) fields[names[at] as Name] = values[at] as string;
      return fields;
    });
}

const known = (text: string): number | null => (text === '' ? null : Number(text));

const figuresOf = (fields: Figures) => ({
  impressions: Number(fields.impressions),
  clicks: known(fields.clicks),
  cost: known(fields.cost),
  conversions: known(fields.conversions),
  leads: known(fields.leads),
  video_views: known(fields.video_views),
});

const readDay = (day: Day, shareOf: ShareOf): Omit<CampaignDay, 'bid' | 'dailyBudget'> => ({
  date: day.on_day,
  ...figuresOf(day),
  mature: day.is_mature === '1',
  reconciled: day.is_disputed === '0',
  visibleShare: {
    clicks: shareOf('clicks', day.on_day),
    conversions: shareOf('conversions', day.on_day),
    leads: shareOf('leads', day.on_day),
  },
});

function readSpan(span: Span, shareOf: ShareOf): CreativeSpan {
  const { from_day: from, through_day: through } = span;
  const meanOf = (metric: keyof VisibleShare) => meanShare(from, through, (date) => shareOf(metric, date));
  // days of a span have nearly the same share: the part of them that counts is what differs
  const partOf = (metric: keyof VisibleShare, counted: string) =>
    Number(span.weight) > 0 ? (Number(counted) / Number(span.weight)) * meanOf(metric) : 0;
  return {
    from,
    through,
    days: Number(span.days_shown),
    ...figuresOf(span),
    visibleShare: {
      clicks: meanOf('clicks'),
      conversions: partOf('conversions', span.weight_of_conversions),
      leads: partOf('leads', span.weight_of_leads),
    },
    moments: {
      clicks: momentsOf(span.clicks_squared, span.clicks_by_impressions, 1),
      conversions: momentsOf(span.conversion_mils_squared, span.conversion_mils_by_impressions, mils),
      leads: momentsOf(span.lead_mils_squared, span.lead_mils_by_impressions, mils),
    },
    impressionsSquared: Number(span.impressions_squared),
  };
}

const momentsOf = (squared: string, timesImpressions: string, scale: number) => ({
  squared: Number(squared) / scale ** 2,
  timesImpressions: Number(timesImpressions) / scale,
});

function meanShare(from: string, through: string, shareOf: (date: string) => number): number {
  let total = 0;
  let days = 0;
  for (let day = Date.parse(from); day <= Date.parse(through); day += msPerDay) {
    total += shareOf(new Date(day).toISOString().slice(0, 10));
    days++;
  }
  return total / days;
}
