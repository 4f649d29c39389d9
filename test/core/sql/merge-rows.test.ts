import { describe, expect, it } from 'vitest';
import { mergeStatements } from '../../../core/sql/merge-rows.ts';

const files = new Map([
  [
    'tables/visit',
    `-- grain: one row per place
-- key: place
-- partitions: none
create table if not exists visit (
  place string,
  visits bigint
)`,
  ],
]);
const rows = ['a', 'b', 'é'].map((place, visits) => ({ place, visits }));

describe('rows as MERGE statements', () => {
  it('are one statement of typed values, matched by the key of the table', () => {
    expect(mergeStatements(files, 'visit', rows.slice(0, 2))).toEqual([
      `merge into visit as target
using (
  select cast(place as varchar) as place, cast(visits as bigint) as visits
  from (values
    ('a', 0),
    ('b', 1)
  ) as given (place, visits)
) as written
on target.place = written.place
when matched then update set visits = written.visits
when not matched then insert (place, visits)
values (written.place, written.visits)`,
    ]);
  });

  it('are as few statements as keep to the limit, in bytes', () => {
    const statements = mergeStatements(files, 'visit', rows);
    const bytes = Buffer.byteLength(statements[0] as string);
    const count = (limit: number) => mergeStatements(files, 'visit', rows, limit).length;
    // the limit allows for a separator after the last row
    expect([count(bytes + 6), count(bytes - 1), count(1)]).toEqual([1, 2, 3]);
    expect(mergeStatements(files, 'visit', [])).toEqual([]);
  });

  it.each([
    ['absent', 'Rows cannot be merged into absent: no key is known'],
    ['visit', 'visit has no column visitors'],
  ])('are refused for %s', (table, problem) => {
    expect(() => mergeStatements(files, table, [{ place: 'a', visitors: 1 }])).toThrow(problem);
  });
});
