import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../local/temporary-folder.ts';
import { readText } from './reading.ts';

const newFolder = temporaryFolders();
const header = 'Date,Campaign,Ad name,Impressions,Clicks,Cost';

const days = (count: number, row: (at: number) => string) =>
  Array.from(
    { length: count },
    (_, at) => `${new Date(Date.UTC(2020, 0, 1 + (at % 2000))).toISOString().slice(0, 10)},${row(at)}`,
  );

describe('a file that is read differently further down', () => {
  it('learns thousands separators that stand far below the sample', async () => {
    const rows = days(50_000, (at) => `camp,ad ${at},999,1,0.25`);
    rows[45_000] = '2024-01-01,camp,late,"1,234,567",1,"1,000.75"';
    const read = await readText(await newFolder(), `${[header, ...rows].join('\n')}\n`);
    expect(read.counts).toMatchObject({ accepted: 50_000, rejected: 0 });
    expect(read.rows.find((row) => row.creative_id === 'camp/late')).toMatchObject({
      impressions: '1234567',
      cost: '1000.75',
    });
    expect(read.rows.filter((row) => row.impressions === '999' && row.cost === '0.25')).toHaveLength(49_999);
  });

  it('learns decimal commas where the sample had whole numbers only', async () => {
    const rows = days(20_000, (at) => `camp,ad ${at},9,1,2`);
    rows[17_000] = '2024-01-01,camp,late,9,1,"12,5"';
    const read = await readText(await newFolder(), `${[header, ...rows].join('\n')}\n`);
    expect(read.rows.find((row) => row.creative_id === 'camp/late')).toMatchObject({ cost: '12.5' });
    expect(read.rows.filter((row) => row.cost === '2')).toHaveLength(19_999);
  });

  it('settles the order of dates from the whole file', async () => {
    const rows = Array.from({ length: 20_000 }, (_, at) => `02/02/2024,camp,ad ${at},9,1,2`);
    rows[17_000] = '13/02/2024,camp,late,9,1,2';
    rows[17_001] = '03/02/2024,camp,later,9,1,2';
    const read = await readText(await newFolder(), `${[header, ...rows].join('\n')}\n`);
    expect(read.dates.style).toBe('dmy');
    expect(read.rows.find((row) => row.creative_id === 'camp/later')).toMatchObject({ stat_date: '2024-02-03' });
  });

  it('asks for the order where only the part below the sample shows that it matters', async () => {
    const rows = Array.from({ length: 20_000 }, (_, at) => `02/02/2024,camp,ad ${at},9,1,2`);
    rows[17_000] = '03/02/2024,camp,late,9,1,2';
    await expect(readText(await newFolder(), `${[header, ...rows].join('\n')}\n`)).rejects.toThrow(
      'every date in "Date" fits both day-month and month-day, such as "03/02/2024"',
    );
  });

  it('finds bad rows again in the middle of a large file, whatever its line ends', async () => {
    const rows = days(30_000, (at) => `camp,ad ${at},9,1,2`);
    rows[29_000] = '2024-01-01,camp,late';
    rows[15_000] = '2024-01-01,camp,early,x,1,2';
    for (const end of ['\n', '\r\n']) {
      const read = await readText(await newFolder(), `${[header, ...rows].join(end)}${end}`);
      expect(read.bad).toMatchObject([
        { line: 15_002, text: rows[15_000] },
        { line: 29_002, text: rows[29_000] },
      ]);
      expect(read.counts).toMatchObject({ rows: 30_000, accepted: 29_998 });
    }
  });
});

describe('line ends', () => {
  it('may be carriage returns alone', async () => {
    const read = await readText(
      await newFolder(),
      `My report\r${header}\r2024-01-01,c,a,1,0,1\r2024-01-02,c,a,x,0,1\r`,
    );
    expect(read.counts).toMatchObject({ accepted: 1, rejected: 1 });
    expect(read.bad[0]?.line).toBe(4);
  });

  it('may be doubled by a conversion', async () => {
    const read = await readText(
      await newFolder(),
      `${header}\r\r\n2024-01-01,c,a,1,0,1\r\r\n2024-01-02,c,a,2,0,1\r\r\n`,
    );
    expect(read.counts).toMatchObject({ accepted: 2, rejected: 0 });
  });
});

describe('columns that serve two fields', () => {
  it('are read for each in its way', async () => {
    const map = {
      date: ['Date'],
      campaign: ['Cost'],
      creative: ['Date'],
      impressions: ['Impressions'],
      cost: ['Cost'],
      leads: ['Impressions'],
    };
    const read = await readText(await newFolder(), `${header}\n2024-01-01,c,a,"1,000",0,1.50\n`, { map });
    expect(read.rows).toMatchObject([
      { creative_id: '1.50/2024-01-01', impressions: '1000', leads: '1000', cost: '1.5', stat_date: '2024-01-01' },
    ]);
  });
});

describe('a quotation mark that is never closed, beside cells of several lines', () => {
  const columns = 'Day,Campaign name,Ad name,Impressions,Clicks,Amount spent (EUR),Conversions';
  const torn = '2024-01-13,settling,torn,1,0,"1234,56","0';

  it.each([
    ['\r\n', '\n'],
    ['\n', '\n'],
    ['\r\n', '\r\n'],
    ['\n', '\r\n'],
  ])(
    'costs its own row only, and changes no cell: lines end with %j, inside of a cell with %j',
    async (end, inside) => {
      const whole = (name: string) => `2024-01-13,"two${inside}lines",${name},5,,"1,5",`;
      const lines = [columns, '2024-01-13,settling,row,1,0,"2,5","0,50"', whole('before'), torn, whole('after')];
      const read = await readText(await newFolder(), lines.join(end), { platform: 'meta', currency: 'EUR' });
      expect(read.bad).toMatchObject([
        { line: 5, text: torn, reason: expect.stringContaining('unclosed quotation mark') },
      ]);
      expect(read.rows.map(({ creative_id, cost }) => [creative_id, cost])).toEqual([
        ['settling/row', '2.5'],
        [`two${inside}lines/after`, '1.5'],
        [`two${inside}lines/before`, '1.5'],
      ]);
      expect(read.counts).toMatchObject({ rows: 4, accepted: 3, rejected: 1 });
    },
  );

  const sound = (name: string) => `2024-01-13,c,${name},5,,2,`;
  const many = Array.from({ length: 20 }, (_, at) => sound(`m${at}`));
  const first = '2024-01-13,c,first,1,0,"2,5","0,50"';

  it.each([
    ['a mark that stands in a later row', '2024-01-13,"19 inch,torn,1,0,2,0', '2024-01-13,c,monitor 19",5,,2,', 23],
    ['a cell that a later row ends', '2024-01-13,c,torn,1,0,"1234,56","0', '2024-01-13,c,"odd",",5",,2,', 22],
  ])('keeps the rows between it and %s', async (_, broken, later, accepted) => {
    const lines = [columns, first, broken, ...many, later, sound('after')];
    const read = await readText(await newFolder(), lines.join('\n'), { platform: 'meta', currency: 'EUR' });
    expect(read.counts).toMatchObject({ rows: 24, accepted, rejected: 24 - accepted });
    expect(read.bad[0]).toMatchObject({ line: 3, text: broken });
    expect(read.rows.filter(({ creative_id = '' }) => /^c\/m\d+$/.test(creative_id))).toHaveLength(20);
  });

  it('costs two rows where two rows one after the other are torn', async () => {
    const broken = (name: string) => `2024-01-13,c,${name},1,0,"1234,56","0`;
    const lines = [columns, first, broken('n0'), broken('n1'), sound('n3'), sound('n4')];
    const read = await readText(await newFolder(), lines.join('\n'), { platform: 'meta', currency: 'EUR' });
    expect(read.bad.map(({ line, text }) => [line, text])).toEqual([
      [3, broken('n0')],
      [4, broken('n1')],
    ]);
    expect(read.rows.map(({ creative_id }) => creative_id)).toEqual(['c/first', 'c/n3', 'c/n4']);
  });
});
