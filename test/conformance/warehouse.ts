/** What every Warehouse does. It is made with a few files of SQL of the suite's own, so that it says nothing about our models. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TableRow, Warehouse } from '../../core/ports/warehouse.ts';
import type { SqlFiles } from '../../core/sql/sql-models.ts';

export const conformanceSql: SqlFiles = new Map([
  [
    'tables/note',
    `-- grain: one row per id
-- partitions: none
create table if not exists note (
  id int,
  body string,
  amount decimal(18, 9),
  noted_on date,
  noted_at timestamp
)`,
  ],
  [
    'tables/reading',
    `-- grain: one row per place and day
-- key: place, day
-- partitions: none
create table if not exists reading (
  place string,
  day date,
  visits bigint,
  amount decimal(18, 9),
  is_final boolean,
  read_at timestamp
)`,
  ],
  ['views/note_length', '-- grain: one row per note\nselect id, length(body) as letters from note'],
  ['views/long_note', '-- grain: one row per long note\nselect id from note_length where letters > 3'],
  [
    'merges/note',
    "-- grain: one row per id\nmerge into note as target using (select :id as id, :body as body) as new on target.id = new.id when matched then update set body = new.body when not matched then insert (id, body, amount, noted_on, noted_at) values (new.id, new.body, 1234567.123456789, date '2026-02-03', timestamp '2026-02-03 04:05:06.789')",
  ],
  [
    'merges/broken',
    '-- grain: none\nmerge into note as target using (select 1 as id) as new on target.id = new.id when matched then update set no_such_column = 1',
  ],
  [
    'marts/notes',
    '-- grain: one row per id\nselect id, body, amount, noted_on, cast(id as bigint) as big from note order by id',
  ],
  ['marts/readings', '-- grain: one row per place and day\nselect * from reading order by place, day'],
  ['marts/long_notes', '-- grain: one row per long note\nselect id from long_note order by id'],
  [
    'marts/values',
    "-- grain: one row\nselect 1 = 1 as yes, 1 = 2 as no, cast(2 as int) as two, 1.5e0 as half, cast(null as varchar) as nothing, cast(null as bigint) as no_number, '' as empty, timestamp '2026-02-03 04:05:06.700' as instant, timestamp '2026-02-03 04:05:00' as minute",
  ],
  [
    'marts/many',
    "-- grain: one row per word\nselect word from (select 1 as one) as once cross join unnest(split(:words, ',')) as each_word(word) order by word",
  ],
  [
    'marts/import_rows',
    '-- grain: one row per exposed row\nselect creative_id, impressions from raw_import_rows order by creative_id',
  ],
]);

/** `make` returns a warehouse on fresh storage with the suite's SQL; called once per test. */
export function warehouseConformance(name: string, make: () => Promise<Warehouse>): void {
  describe(`${name} is a warehouse`, () => {
    let warehouse: Warehouse;

    beforeEach(async () => {
      warehouse = await make();
      await warehouse.setUp();
    });

    afterEach(() => warehouse.close());

    const note = (id: number, body: string) => warehouse.run(['merges/note'], { id, body });

    it('gives exact decimals and bigints as text and dates as YYYY-MM-DD', async () => {
      await note(1, 'first');
      expect(await warehouse.rows('marts/notes')).toEqual([
        { id: 1, body: 'first', amount: '1234567.123456789', noted_on: '2026-02-03', big: '1' },
      ]);
    });

    it('gives truth, numbers, instants, nothing and empty text each as what they are', async () => {
      expect(await warehouse.rows('marts/values')).toEqual([
        {
          yes: true,
          no: false,
          two: 2,
          half: 1.5,
          nothing: null,
          no_number: null,
          empty: '',
          instant: '2026-02-03 04:05:06.7',
          minute: '2026-02-03 04:05:00',
        },
      ]);
    });

    it('gives all rows in their order, however many', async () => {
      const words = Array.from({ length: 2500 }, (_, index) => `w${String(index).padStart(4, '0')}`);
      const rows = await warehouse.rows('marts/many', { words: words.join(',') });
      expect(rows.map(({ word }) => word)).toEqual(words);
    });

    it('answers several questions that are asked at once, each with its own rows', async () => {
      await note(1, 'first');
      const lists = ['a,b', 'c', 'd,e,f'];
      const asked = lists.map((words) => warehouse.rows('marts/many', { words }));
      const answers = await Promise.all([...asked, warehouse.rows('marts/long_notes')]);
      expect(answers.slice(0, -1).map((rows) => rows.map(({ word }) => word).join(','))).toEqual(lists);
      expect(answers.at(-1)).toEqual([{ id: 1 }]);
    });

    it('sets up as often as it is asked and keeps what is there', async () => {
      await note(1, 'kept');
      await warehouse.setUp();
      expect(await warehouse.rows('marts/notes')).toHaveLength(1);
    });

    it('builds views in the order in which they read each other', async () => {
      await note(1, 'abc');
      await note(2, 'abcd');
      expect(await warehouse.rows('marts/long_notes')).toEqual([{ id: 2 }]);
    });

    it('merges on the key', async () => {
      await note(1, 'old');
      await note(1, 'new');
      expect((await warehouse.rows('marts/notes')).map(({ body }) => body)).toEqual(['new']);
    });

    it('takes any text as a value and none of it as SQL', async () => {
      const bodies = ["it's", "'); drop table note; --", ':id', 'ß 漢 🦆', '', '\\', '-- no comment'];
      for (const [id, body] of bodies.entries()) await note(id, body);
      expect((await warehouse.rows('marts/notes')).map(({ body }) => body)).toEqual(bodies);
    });

    it('undoes what a failed run began, or can repeat it', async () => {
      await expect(warehouse.run(['merges/note', 'merges/broken'], { id: 1, body: 'half' })).rejects.toThrow(
        /athena\/merges\/broken\.sql failed/,
      );
      await note(1, 'whole');
      expect((await warehouse.rows('marts/notes')).map(({ body }) => body)).toEqual(['whole']);
    });

    const reading = (place: string, others: TableRow = {}): TableRow => ({
      place,
      day: '2026-03-01',
      visits: 7,
      amount: '1234567.123456789',
      is_final: true,
      read_at: new Date('2026-02-03T04:05:06.789Z'),
      ...others,
    });
    const nothing = { visits: null, amount: null, is_final: null, read_at: null };

    it('writes rows of every type, and null for what is not known', async () => {
      await warehouse.write('reading', [reading('a'), reading('b', nothing)]);
      expect(await warehouse.rows('marts/readings')).toEqual([
        {
          place: 'a',
          day: '2026-03-01',
          visits: '7',
          amount: '1234567.123456789',
          is_final: true,
          read_at: '2026-02-03 04:05:06.789',
        },
        { place: 'b', day: '2026-03-01', ...nothing },
      ]);
      await warehouse.write('reading', [reading('a', nothing)]);
      expect((await warehouse.rows('marts/readings'))[0]).toEqual({ place: 'a', day: '2026-03-01', ...nothing });
    });

    it('replaces the row of a key, adds the others, and may be told the same again', async () => {
      await warehouse.write('reading', [reading('a'), reading('b'), reading('a', { day: '2026-03-02' })]);
      const rows = [reading('b', { visits: 8 }), reading('c')];
      for (let time = 0; time < 2; time++) await warehouse.write('reading', rows);
      expect((await warehouse.rows('marts/readings')).map(({ place, day, visits }) => [place, day, visits])).toEqual([
        ['a', '2026-03-01', '7'],
        ['a', '2026-03-02', '7'],
        ['b', '2026-03-01', '8'],
        ['c', '2026-03-01', '7'],
      ]);
      await warehouse.write('reading', []);
      expect(await warehouse.rows('marts/readings')).toHaveLength(4);
    });

    it('writes any text as it is and none of it as SQL, also more rows than a statement takes', async () => {
      const odd = ["it's", "'); drop table reading; --", ':id', 'ß 漢 🦆', '\\', '-- no comment', 'a\tb\nc'];
      const places = [...odd, ...Array.from({ length: 3000 }, (_, at) => `${'é'.repeat(60)}${at}`)];
      await warehouse.write(
        'reading',
        places.map((place) => reading(place)),
      );
      const found = (await warehouse.rows('marts/readings')).map(({ place }) => place);
      expect(found.toSorted()).toEqual(places.toSorted());
    });

    it('refuses rows without a key of their own, and a table without any', async () => {
      await expect(warehouse.write('reading', [reading('a'), reading('a')])).rejects.toThrow(
        'Rows for reading are not keyed by place, day',
      );
      await expect(warehouse.write('reading', [reading('a', { day: null })])).rejects.toThrow(
        'are not keyed by place, day',
      );
      await expect(warehouse.write('note', [{ id: 1 }])).rejects.toThrow(
        'Rows cannot be merged into note: no key is known',
      );
      await expect(warehouse.write('reading', [reading('a', { colour: 'red' })])).rejects.toThrow(
        'reading has no column colour',
      );
      await expect(warehouse.write('reading', [{ place: 'a', day: '2026-03-01' }])).rejects.toThrow(
        'A row for reading has no visits',
      );
      expect(await warehouse.rows('marts/readings')).toEqual([]);
    });

    it('names a file that there is none of, and a parameter that is missing', async () => {
      await expect(warehouse.rows('marts/nothing')).rejects.toThrow('There is no athena/marts/nothing.sql');
      await expect(warehouse.run(['merges/note'], { id: 1 })).rejects.toThrow('merges/note.sql needs :body');
    });

    it('has an empty raw relation before anything is exposed', async () => {
      expect(await warehouse.rows('marts/import_rows')).toEqual([]);
    });

    it('keeps what it holds when it is let go of and taken up again', async () => {
      await note(1, 'kept');
      await warehouse.close();
      expect(await warehouse.rows('marts/notes')).toHaveLength(1);
    });
  });
}
