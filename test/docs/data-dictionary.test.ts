import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../cli/runtime.ts';
import { ask } from '../support/asking.ts';
import { openWorkshop } from '../support/workshop.ts';

describe('the data dictionary', () => {
  it('explains every column of ad_report, in its order', async () => {
    const text = readFileSync(join(projectRoot, 'docs', 'data-dictionary.md'), 'utf8');
    const [section = ''] = /^## `ad_report`[\s\S]*?(?=^## )/m.exec(text) ?? [];
    const explained = [...section.matchAll(/^\| ([a-z_, ]+) \| /gm)].flatMap(([, names = '']) => names.split(', '));
    const shop = await openWorkshop();
    const columns = await ask(shop, 'describe ad_report');
    await shop.close();
    // the first is the table's header
    expect(explained.slice(1)).toEqual(columns.map(({ column_name }) => column_name));
  });
});
