import { currencyWords, nullMarkers, numberOrnaments, numberPattern } from '../../core/collect/imports/number-style.ts';
import type { DateStyle, MappedField } from '../../core/contracts/imports.ts';
import type { CommonMeasure } from '../../core/contracts/measures.ts';
import type { ReadPlan } from './plan.ts';

/** Money and counts in the warehouse; wider decimals cost the engine eight times the time to parse. */
export const decimalType = 'decimal(18, 9)';

export const sqlText = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** ISO dates in a column of their own are read by the engine as it parses, which is several times faster than afterwards. */
export function isTypedDate({ dates, recognition: { mapping } }: ReadPlan): boolean {
  const [column, ...others] = mapping.date;
  if (dates.fixed || dates.style !== 'iso' || column === undefined || others.length > 0) return false;
  const fields = Object.keys(mapping) as MappedField[];
  return !fields.some((field) => field !== 'date' && mapping[field].includes(column));
}

export function dateExpression(plan: ReadPlan, refs: readonly string[]): string {
  const { dates } = plan;
  if (dates.fixed) return `cast(${sqlText(dates.fixed)} as date)`;
  if (isTypedDate(plan)) return refs[0] as string;
  const cell = `concat_ws(' ', ${refs.map((ref) => `trim(${ref})`).join(', ')})`;
  if (dates.style === 'iso') return `try_cast(${cell} as date)`;
  const formats = `[${dateFormats[dates.style].map(sqlText).join(', ')}]`;
  if (dates.style === 'month-name') {
    const withYear = dates.year === null ? cell : `${cell} || ' ${dates.year}'`;
    return `cast(try_strptime(trim(regexp_replace(${withYear}, '[,.\\s-]+', ' ', 'g')), ${formats}) as date)`;
  }
  return `cast(try_strptime(translate(split_part(${cell}, ' ', 1), '.-', '//'), ${formats}) as date)`;
}

/** Two-digit years are tried first: the engine would read "19" under %Y as the year 19. */
const dateFormats: Record<Exclude<DateStyle, 'iso'>, string[]> = {
  dmy: ['%d/%m/%y', '%d/%m/%Y'],
  mdy: ['%m/%d/%y', '%m/%d/%Y'],
  ymd: ['%Y/%m/%d'],
  'month-name': ['%B', '%b'].flatMap((month) =>
    ['', '%a ', '%A '].flatMap((weekday) =>
      ['%y', '%Y'].flatMap((year) => [`${weekday}${month} %d ${year}`, `${weekday}%d ${month} ${year}`]),
    ),
  ),
};

/** The metric's value, and whether a cell of it could not be read. Several columns are added; null only when all are blank. */
export function metricColumns(metric: CommonMeasure, refs: readonly string[], plan: ReadPlan): string[] {
  if (refs.length === 0) return [`cast(null as ${decimalType}) as ${metric}`, `false as ${metric}_unreadable`];
  const tolerant = plan.tolerant.has(metric);
  const values = refs.map((ref) => {
    if (plan.recognition.micros.has(metric)) return microsValue(tolerant ? cleaned(ref, plan.decimal) : ref);
    return tolerant ? `try_cast(${cleaned(ref, plan.decimal)} as ${decimalType})` : ref;
  });
  const value =
    values.length === 1
      ? values[0]
      : `case when coalesce(${values.join(', ')}) is not null then cast(${values.map((each) => `coalesce(${each}, 0)`).join(' + ')} as ${decimalType}) end`;
  const unreadable = refs.map(
    (ref, at) => `(trim(${ref}) not in (${nullMarkers.map(sqlText).join(', ')}) and ${values[at]} is null)`,
  );
  return [
    `${value} as ${metric}`,
    `${tolerant ? `coalesce(${unreadable.join(' or ')}, false)` : 'false'} as ${metric}_unreadable`,
  ];
}

const microsValue = (ref: string): string =>
  `try_cast(try_cast(${ref} as decimal(18, 0)) * cast(0.000001 as decimal(7, 6)) as ${decimalType})`;

/** The digits of a cell, with a point for decimals; null when it is not a number. */
function cleaned(ref: string, decimal: '.' | ','): string {
  const bare = `translate(regexp_replace(trim(${ref}), ${sqlText(`^${currencyWords}[ ]*|[ ]*${currencyWords}$`)}, '', 'g'), ${sqlText(numberOrnaments)}, '')`;
  const ungrouped = decimal === '.' ? `replace(${bare}, ',', '')` : `replace(replace(${bare}, '.', ''), ',', '.')`;
  const pattern = numberPattern(decimal).source.replace(/^\^|\$$/g, '');
  return `case when regexp_full_match(${bare}, ${sqlText(pattern)}) then ${ungrouped} end`;
}
