import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../cli/runtime.ts';
import { parseConfig } from '../../core/settings/config.ts';
import { settingsBlocks, settingsPage, settingsSchema } from './settings-documents.ts';

const textOf = (...path: string[]) => readFileSync(join(projectRoot, ...path), 'utf8');
const settings = settingsBlocks().flatMap((block) => block.settings);

describe('the page of settings', () => {
  it('is what npm run settings makes', () => {
    expect(textOf('docs', 'settings.md')).toBe(settingsPage());
  });

  it('describes every setting and every block in a sentence', () => {
    const described = [...settings, ...settingsBlocks().filter(({ path }) => path !== '')];
    expect(described.filter(({ description }) => !description.endsWith('.')).map(({ path }) => path)).toEqual([]);
  });

  it('gives every number its unit', () => {
    const numbers = settings.filter(({ allowed }) => /number|^`\d/.test(allowed));
    expect(numbers.length).toBeGreaterThan(50);
    expect(numbers.filter(({ unit }) => unit === '').map(({ path }) => path)).toEqual([]);
  });

  it('shows limits and the default that holds when nothing is said, also where a block gives it', () => {
    expect(settings).toContainEqual({
      path: 'decisions.bidStep',
      unit: 'share',
      description: 'Largest change of a bid in one decision, as a share of the bid.',
      allowed: 'number, above 0, at most 0.5',
      default: '`0.2`',
    });
    expect(settings.find(({ path }) => path === 'categories.high')?.default).toBe('`3`');
    expect(settings.find(({ path }) => path === 'linkedin.accounts')?.default).toBe('none');
  });
});

describe('the schema of settings', () => {
  it('is what npm run settings makes', () => {
    expect(textOf('ads.config.schema.json')).toBe(settingsSchema());
  });

  it('is named by the settings, so that an editor completes them', () => {
    const text = textOf('ads.config.json');
    expect(parseConfig('ads.config.json', text).$schema).toBe('./ads.config.schema.json');
  });

  it('refuses unknown keys, describes with the unit, and knows no limit that nobody set', () => {
    const { additionalProperties, properties } = JSON.parse(settingsSchema());
    expect([additionalProperties, properties.aws.properties.alarms.additionalProperties]).toEqual([false, false]);
    expect(properties.aggregates.properties.weeklyWeeks).toEqual({
      default: 26,
      type: 'integer',
      exclusiveMinimum: 0,
      description: 'Whole weeks of the weekly aggregate. Unit: weeks.',
    });
  });
});
