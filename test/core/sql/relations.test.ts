import { describe, expect, it } from 'vitest';
import { askableRelations, relationsOf } from '../../../core/sql/relations.ts';

const files = new Map([
  ['tables/fact', '-- grain: one row per id. It is kept for ever\ncreate table if not exists fact (\n  id int\n)\n'],
  [
    'views/fact',
    '-- grain: one row per id\nmerge into fact as target using (select * from changed_fact) as c on false',
  ],
  ['views/changed_fact', '-- grain: one row per changed id\nselect * from stg_fact'],
  ['views/total', '-- grain: one row\nselect count(*) as n from fact'],
  ['staging/stg_fact', '-- grain: one row per line; as it came\nselect * from raw_fact'],
  ['marts/page', '-- grain: one row\nselect * from total'],
]);

describe('the relations', () => {
  it('are the tables and views, each with its grain and whether it reads raw, itself or through another', () => {
    expect(relationsOf(files)).toEqual([
      { name: 'changed_fact', grain: 'one row per changed id', readsRaw: true },
      { name: 'fact', grain: 'one row per id', readsRaw: false },
      { name: 'stg_fact', grain: 'one row per line', readsRaw: true },
      { name: 'total', grain: 'one row', readsRaw: false },
    ]);
  });

  it('that can be asked are those that never read raw', () => {
    expect(askableRelations(files).map(({ name }) => name)).toEqual(['fact', 'total']);
  });
});
