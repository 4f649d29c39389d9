import { nullMarkers } from '../../core/collect/imports/number-style.ts';
import { type CommonMeasure, commonMeasures, isCount } from '../../core/contracts/measures.ts';
import { dateExpression, decimalType, isTypedDate, metricColumns, sqlText } from './cells.ts';
import type { ReadPlan } from './plan.ts';
import { negativeResidue, qualityExpression } from './quality.ts';

/**
 * The same text in every row, as a type of one value: the engine then packs a number, where text would be packed row by row, and in
 * ten million rows that is a second. In Parquet it is text all the same.
 */
const constant = (value: string): string => `cast(${sqlText(value)} as enum(${sqlText(value)}))`;
const noText = "cast(null as enum('-'))";

const identifier = (column: string): string => `"${column.replaceAll('"', '""')}"`;

export interface ObservedRun {
  runId: string;
  observedAt: Date;
}

/**
 * One SELECT over the file: the typed row of every record, in file order, and in `quality` what is wrong with it:
 * `reject:…` to be quarantined, `total` for a totals row, `flag:…` for a row that is kept, null for a good one.
 */
export function selectRows(path: string, plan: ReadPlan, { runId, observedAt }: ObservedRun): string {
  const observed = observedAt.toISOString().replace('T', ' ').replace('Z', '');
  return `
    with source as (select * from ${readCsv(path, plan)}),
    parsed as (select ${parsedColumns(plan).join(',\n      ')} from source)
    select
      ${constant(plan.platform)} as platform,
      account_id,
      campaign_id,
      campaign_name,
      ${creativeId(plan)} as creative_id,
      creative_name,
      stat_date,
      currency,
      ${commonMeasures.map(rowValue).join(',\n      ')},
      ${qualityExpression(plan, observedAt)} as quality,
      ${constant(runId)} as run_id,
      cast('${observed}' as timestamp) as observed_at
    from parsed`;
}

function rowValue(measure: CommonMeasure): string {
  if (isCount(measure)) return `try_cast(${measure} as bigint) as ${measure}`;
  if (measure !== 'cost') return measure;
  return `case when cost < 0 and cost > ${negativeResidue} then 0 else cost end as cost`;
}

/** The key texts of a date column as the SELECT would see them, for settling an order that the sample left open. */
export const selectDateTexts = (path: string, plan: ReadPlan): string =>
  `select distinct ${joinText(plan.recognition.mapping.date.map((column) => columnRef(column, plan)))} as cell
   from ${readCsv(path, plan)} where cell is not null`;

function readCsv(path: string, plan: ReadPlan): string {
  const { delimiter, headerLine, header } = plan.sample;
  const types = header.columns.map(
    (column, at) => `${identifier(columnName(at))}: ${sqlText(columnType(column, plan))}`,
  );
  return `read_csv(${sqlText(path)}, auto_detect=false, header=true, skip=${headerLine - 1}, delim=${sqlText(delimiter)}, quote='"',
    escape='"', decimal_separator=${sqlText(plan.decimal)}, nullstr=[${nullMarkers.map(sqlText).join(', ')}], store_rejects=true,
    rejects_limit=0, columns={${types.join(', ')}})`;
}

/** Columns get names of our own: those of a file may be empty, doubled or words of SQL. */
const columnName = (at: number): string => `c${at}`;
const columnRef = (column: string, plan: ReadPlan): string =>
  identifier(columnName(plan.sample.header.columns.indexOf(column)));

function columnType(column: string, plan: ReadPlan): string {
  const { mapping, micros } = plan.recognition;
  const metric = commonMeasures.find((name) => mapping[name].includes(column));
  if (metric && !plan.tolerant.has(metric)) return micros.has(metric) ? 'bigint' : decimalType;
  if (isTypedDate(plan) && mapping.date[0] === column) return 'date';
  return 'varchar';
}

function parsedColumns(plan: ReadPlan): string[] {
  const { mapping } = plan.recognition;
  const ref = (column: string) => columnRef(column, plan);
  const joined = (columns: readonly string[]) => joinText(columns.map(ref));
  const first = columnName(0);
  return [
    `${dateExpression(plan, mapping.date.map(ref))} as stat_date`,
    `${plan.dates.fixed ? 'null' : joinText(mapping.date.map((column) => `cast(${ref(column)} as varchar)`))} as date_text`,
    `cast(${identifier(first)} as varchar) as first_cell`,
    `${plan.account === null && mapping.account.length > 0 ? joined(mapping.account) : constant(plan.account ?? 'default')} as account_id`,
    `${plan.currency.code === null ? `upper(${joined(mapping.currency)})` : constant(plan.currency.code)} as currency`,
    `${mapping.campaign.length > 0 ? joined(mapping.campaign) : "'unknown'"} as campaign_id`,
    `${mapping.campaign_name.length > 0 ? joined(mapping.campaign_name) : noText} as campaign_name`,
    `${mapping.creative.length > 0 ? joined(mapping.creative) : 'cast(null as varchar)'} as creative_key`,
    `${mapping.creative_name.length > 0 ? joined(mapping.creative_name) : noText} as creative_name`,
    ...commonMeasures.flatMap((metric) => metricColumns(metric, mapping[metric].map(ref), plan)),
  ];
}

/** Several columns make one key with " | " between them; null when all are blank. */
function joinText(refs: readonly string[]): string {
  if (refs.length === 0) return 'cast(null as varchar)';
  if (refs.length === 1) return `nullif(trim(${refs[0]}), '')`;
  return `case when ${refs.map((ref) => `${ref} is null`).join(' and ')} then null else concat_ws(' | ', ${refs
    .map((ref) => `coalesce(trim(${ref}), '')`)
    .join(', ')}) end`;
}

const creativeId = (plan: ReadPlan): string =>
  plan.recognition.grain === 'campaign' ? `'campaign:' || campaign_id` : `campaign_id || '/' || creative_key`;
