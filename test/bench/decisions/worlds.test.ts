import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openWorld } from '../../../bench/decisions/open-world.ts';
import { play } from '../../../bench/decisions/play.ts';
import { nothing } from '../../../bench/decisions/policies/nothing.ts';
import {
  developmentSeeds,
  objectiveMixes,
  plansOf,
  scoredSeeds,
  worldFileOf,
  worldSizeOf,
} from '../../../bench/decisions/worlds.ts';
import { startTwin } from '../../../twin/server.ts';
import { readWorld } from '../../../twin/world/read-world.ts';

const testFolder = new URL('../../', import.meta.url).pathname;
const [plan] = plansOf(developmentSeeds);

describe('the worlds of the benchmark of decisions', () => {
  it('are thirty that are scored, of every size and every mix of objectives, apart from those of development', () => {
    const plans = plansOf(scoredSeeds);
    expect(plans).toHaveLength(30);
    expect(new Set(plans.map(({ size, mix }) => `${size} ${mix}`)).size).toBe(3 * Object.keys(objectiveMixes).length);
    const development = new Set(plansOf(developmentSeeds).map(({ seed }) => seed));
    expect(plans.filter(({ seed }) => development.has(seed))).toEqual([]);
  });

  it('are scored on seeds that no test names', () => {
    const tests = readdirSync(testFolder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const scored = plansOf(scoredSeeds).map(({ seed }) => seed);
    const naming = tests.filter((name) => {
      const text = readFileSync(join(testFolder, name), 'utf8').replaceAll('_', '');
      return scored.some((seed) => new RegExp(`\\b${seed}\\b`).test(text));
    });
    expect(naming).toEqual([]);
  });

  it('keep every parameter of the twin’s world file but size, accounts and templates', () => {
    const usual = readWorld();
    for (const each of plansOf(developmentSeeds)) {
      const { accounts, campaignTemplates, size, historyDays, ...kept } = openWorld(each).twin.world;
      for (const [name, value] of Object.entries(kept)) expect(value, name).toEqual(usual[name as keyof typeof usual]);
      for (const account of accounts) expect(usual.accounts).toContainEqual(account);
      for (const template of campaignTemplates) expect(usual.campaignTemplates).toContainEqual(template);
    }
  });

  it('deliver in this process what the twin’s server delivers', async () => {
    const short = { ...plan!, historyDays: 20, playedDays: 3 };
    const played = play(short, nothing);
    const twin = await startTwin({ world: worldFileOf(short), size: worldSizeOf(short), seed: short.seed });
    twin.advance('3d');
    const rows = twin.ledger('2026-08-03', '2026-08-05');
    await twin.close();
    const spend = rows.reduce((sum, { cost_usd }) => sum + cost_usd, 0);
    expect(rows.length).toBeGreaterThan(20);
    expect(played.campaigns.reduce((sum, { spendUsd }) => sum + spendUsd, 0)).toBeCloseTo(spend, 6);
    expect(played.campaigns.reduce((sum, { results }) => sum + results, 0)).toBe(
      rows.reduce((sum, { leads }) => sum + leads, 0),
    );
  });
});
