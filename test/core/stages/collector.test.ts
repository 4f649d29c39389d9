import { afterEach, describe, expect, it } from 'vitest';
import { type CollectedTwin, collectTwin } from '../../support/collected-twin.ts';

let world: CollectedTwin;
const usd = '508100001';

afterEach(() => world.close());

describe('collector', () => {
  it('brings one account’s figures, whole, with campaign, currency and text', async () => {
    world = await collectTwin();
    const pull = await world.pull(usd);
    await world.process();
    expect(pull.failures).toEqual([]);
    expect(pull.outputs[0]).toMatchObject({ stopped: 'done', from: '2026-07-15', to: '2026-08-03', rejected: 0 });
    const facts = await world.facts();
    const truth = world.twin.ledger('2026-07-15', '2026-08-03').filter((row) => String(row.account_id) === usd);
    expect(facts.length).toBe(truth.length);
    expect(new Set(facts.map((row) => row.creative_id))).toEqual(new Set(truth.map((row) => row.creative)));
    expect(facts.every((row) => row.currency === 'USD' && row.campaign_id !== 'unknown')).toBe(true);
    expect((await world.rows('creatives')).every((row) => row.content_status !== null)).toBe(true);
  });
});
