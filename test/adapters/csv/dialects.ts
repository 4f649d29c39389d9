import fc from 'fast-check';

/** A made-up ad on a day, its numbers as exact text; undefined for a blank cell. */
export interface AdDay {
  date: string;
  campaign: string;
  creative: string;
  impressions: string | undefined;
  clicks: string | undefined;
  cost: string | undefined;
  conversions: string | undefined;
}

export interface Dialect {
  delimiter: string;
  encoding: 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  lineEnds: string[];
  preamble: string[];
  total: 'none' | 'word' | 'nameless';
  decimal: '.' | ',';
  grouping: string;
  sign: 'none' | 'before' | 'behind';
  trailingBlankLines: number;
  hasFinalLineEnd: boolean;
  header: string[];
  dates: 'iso' | 'dmy' | 'mdy' | 'ymd' | 'month-name';
  quoteAll: boolean;
  blank: string;
}

const letters = [...'abcdefghijklmnopqrstuvwxyzABCDEFXYZ0123456789 _-&/éöüß'];
const word = fc
  .array(fc.constantFrom(...letters), { minLength: 1, maxLength: 12 })
  .map((characters) => `n${characters.join('')}x`.replace(/\s+/g, ' '));
/** Names with everything that needs quotation marks. */
const name = fc
  .tuple(word, fc.constantFrom('', '', '', ', ', '; ', ' | ', ' "q" ', '\n', '\r\n', ' + ', "'"), word)
  .map((parts) => parts.join(''));

const blankOr = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined, freq: 8 });
const wholeNumber = fc
  .oneof(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 0, max: 9_999_999 }))
  .map((value) => `${value}`);
const money = fc.integer({ min: 0, max: 99_999_999 }).map((cents) => (cents / 100).toFixed(2));

export const adDays = fc
  .uniqueArray(
    fc.record({
      day: fc.integer({ min: 0, max: 700 }),
      campaign: name,
      creative: name,
      impressions: blankOr(wholeNumber),
      clicks: blankOr(wholeNumber),
      cost: blankOr(money),
      conversions: blankOr(money),
    }),
    // A row in which nothing is measured is a row all the same; keys must differ, or they would be added up.
    { minLength: 1, maxLength: 12, selector: ({ day, campaign, creative }) => `${day} ${campaign}/${creative}` },
  )
  .map((rows) =>
    rows.map(
      ({ day, ...row }): AdDay => ({
        ...row,
        date: new Date(Date.UTC(2024, 0, 13 + day)).toISOString().slice(0, 10),
      }),
    ),
  )
  // One row settles what the others leave open: the order of dates, and the decimal separator.
  .map((rows) => [
    {
      date: '2024-01-13',
      campaign: 'settling',
      creative: 'row',
      impressions: '1',
      clicks: '0',
      cost: '1234.56',
      conversions: '0.50',
    },
    ...rows,
  ]);

const fieldNames = ['Day', 'Campaign name', 'Ad name', 'Impressions', 'Clicks', 'Amount spent (EUR)', 'Conversions'];
const drift = (names: string[]) =>
  fc.constantFrom(
    names,
    names.map((each) => each.toLowerCase().replace('(eur)', '(EUR)')),
    names.map((each) => ` ${each} `),
    names.map((each) => each.replaceAll(' ', '_').replace('_(', ' (')),
    names.map((each) => each.replaceAll(' ', '  ')),
  );

export const dialects = fc
  .record({
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    encoding: fc.constantFrom('utf-8', 'utf-8-bom', 'utf-16le', 'utf-16be', 'windows-1252'),
    lineEnds: fc.constantFrom<string[][]>(['\n'], ['\r\n'], ['\n', '\r\n'], ['\r\n', '\n', '\n']),
    preamble: fc.constantFrom<string[][]>(
      [],
      ['Ad Performance Report (in UTC)', 'Report Start: January 1, 2024, 12:00 AM', ''],
      ['My "report'],
    ),
    total: fc.constantFrom('none', 'word', 'nameless'),
    decimal: fc.constantFrom('.', ','),
    grouping: fc.constantFrom('', '', 'separator', ' ', '\u00a0', "'"),
    sign: fc.constantFrom('none', 'none', 'before', 'behind'),
    trailingBlankLines: fc.integer({ min: 0, max: 2 }),
    hasFinalLineEnd: fc.boolean(),
    header: drift(fieldNames),
    dates: fc.constantFrom('iso', 'dmy', 'mdy', 'ymd', 'month-name'),
    quoteAll: fc.boolean(),
    blank: fc.constantFrom('', '#N/A', '--'),
  })
  .map((dialect) => dialect as Dialect);

export interface WrittenFile {
  bytes: Uint8Array;
  /** 1-based line on which each row begins. */
  lines: number[];
  /** The text of each row without its line end. */
  texts: string[];
}

export function write(
  rows: readonly AdDay[],
  dialect: Dialect,
  damage: (text: string, at: number) => string = (text) => text,
): WrittenFile {
  const { preamble, lineEnds, trailingBlankLines, hasFinalLineEnd } = dialect;
  const texts = rows.map((row, at) => damage(rowText(row, dialect), at));
  const records = [...preamble, recordText(dialect.header, dialect), ...texts, ...totalsText(dialect)];
  let text = '';
  let line = 1;
  const lines: number[] = [];
  records.forEach((record, at) => {
    lines.push(line);
    const end = lineEnds[at % lineEnds.length] as string;
    const isLast = at === records.length - 1;
    text += isLast && !hasFinalLineEnd ? record : record + end;
    line += record.split('\n').length;
  });
  if (hasFinalLineEnd) text += (lineEnds[0] as string).repeat(trailingBlankLines);
  const first = preamble.length + 1;
  return { bytes: encode(text, dialect.encoding), lines: lines.slice(first, first + rows.length), texts };
}

function rowText(row: AdDay, dialect: Dialect): string {
  const number = (text: string | undefined, isMoney: boolean) =>
    text === undefined ? dialect.blank : writeNumber(text, dialect, isMoney);
  return recordText(
    [
      writeDate(row.date, dialect.dates),
      row.campaign,
      row.creative,
      number(row.impressions, false),
      number(row.clicks, false),
      number(row.cost, true),
      number(row.conversions, false),
    ],
    dialect,
  );
}

function totalsText(dialect: Dialect): string[] {
  const sums = ['99', '9', writeNumber('9.25', dialect, true), '1'];
  if (dialect.total === 'word') return [recordText(['Total: account', '', '', ...sums], dialect)];
  return dialect.total === 'nameless' ? [recordText(['', '', '', ...sums], dialect)] : [];
}

function recordText(cells: readonly string[], { delimiter, quoteAll }: Dialect): string {
  const needsQuotes = (cell: string) => quoteAll || cell.includes(delimiter) || /["\r\n]/.test(cell);
  return cells.map((cell) => (needsQuotes(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(delimiter);
}

function writeNumber(text: string, { decimal, grouping, sign }: Dialect, isMoney: boolean): string {
  const separator = grouping === 'separator' ? (decimal === '.' ? ',' : '.') : grouping;
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, separator);
  const number = fraction === undefined ? grouped : `${grouped}${decimal}${fraction}`;
  if (!isMoney || sign === 'none') return number;
  return sign === 'before' ? `€${number}` : `${number} EUR`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function writeDate(date: string, style: Dialect['dates']): string {
  const [year = '', month = '', day = ''] = date.split('-');
  const plain = (digits: string) => String(Number(digits));
  if (style === 'dmy') return `${plain(day)}.${month}.${year}`;
  if (style === 'mdy') return `${plain(month)}/${plain(day)}/${year}`;
  if (style === 'ymd') return `${year}/${month}/${day}`;
  if (style === 'month-name') return `${months[Number(month) - 1]} ${plain(day)}, ${year}`;
  return date;
}

function encode(text: string, encoding: Dialect['encoding']): Uint8Array {
  if (encoding === 'utf-8-bom') return Buffer.from(`\ufeff${text}`, 'utf-8');
  if (encoding === 'utf-16le') return Buffer.from(`\ufeff${text}`, 'utf16le');
  if (encoding === 'utf-16be') return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
  if (encoding === 'windows-1252') return Buffer.from(text.replaceAll('€', '\u0080'), 'latin1');
  return Buffer.from(text, 'utf-8');
}
