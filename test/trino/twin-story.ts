/** A real collector asks a twin over several virtual days, and the stages work on both engines at once over what it stored. */
import { dataProcessor } from '../../core/stages/data-processor.ts';
import { optimizer } from '../../core/stages/optimizer.ts';
import { type CollectedTwin, collectTwin } from '../support/collected-twin.ts';
import { type BothEngines, bothEngines } from './both-engines.ts';
import { moved, questionsAfter, sqlFiles } from './questions.ts';
import type { Row } from './same-rows.ts';
import { trinoWarehouse } from './trino-warehouse.ts';

/** Accounts of three currencies; each has some campaigns. */
const world = { size: { campaigns: 8, creativesPerCampaign: 2, historyDays: 20 } };
/** Days from the invented story's to the twin's, which begins on 3 August 2026. */
const laterDays = 131;

interface TwinStep {
  title: string;
  /** Before the pull. */
  happens?(world: CollectedTwin, facts: readonly Row[], noted: Noted): Promise<void> | void;
  /** Instead of a pull: the tables are packed. */
  packs?: true;
}

interface Noted {
  deletedCampaign?: string;
}

export const twinSteps: readonly TwinStep[] = [
  {
    title: 'after a backfill in which numbers were far from final',
    happens: ({ twin }) => twin.fault({ kind: 'restatement-storm', magnitude: 0.5, withinDays: 30 }),
  },
  {
    title: 'after six hours and a restatement',
    happens: ({ twin }) => {
      twin.clearFaults();
      twin.advance('6h');
    },
  },
  {
    title: 'after a day on which a campaign was deleted and a creative paused',
    happens: async (world, facts, noted) => {
      const first = facts.find(({ cost }) => Number(cost) > 0);
      const other = facts.find(({ account_id }) => account_id !== first?.account_id);
      noted.deletedCampaign = String(first?.campaign_id);
      world.twin.fault({ kind: 'deleted-entities', entities: [`urn:li:sponsoredCampaign:${noted.deletedCampaign}`] });
      await pause(world, String(other?.account_id), String(other?.creative_id));
      world.twin.advance('25h');
    },
  },
  { title: 'after another eight days', happens: ({ twin }) => twin.advance('8d') },
  { title: 'after the tables were packed anew', packs: true },
];

async function pause({ twin }: CollectedTwin, account: string, creative: string): Promise<void> {
  const response = await fetch(`${twin.url}/rest/adAccounts/${account}/creatives/${encodeURIComponent(creative)}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${twin.credentials.access_token}`,
      'linkedin-version': '202607',
      'x-restli-protocol-version': '2.0.0',
      'x-restli-method': 'PARTIAL_UPDATE',
      'content-type': 'application/json',
    },
    body: JSON.stringify({ patch: { $set: { intendedStatus: 'PAUSED' } } }),
  });
  if (!response.ok) throw new Error(`${creative} was not paused: ${response.status} ${await response.text()}`);
}

export interface CollectedStory extends Noted {
  engines: BothEngines;
  close(): Promise<void>;
}

/** Plays all steps. After each, every relation, mart and check is asked of both engines, beside what the stages asked. */
export async function collectStory(trinoUrl: string): Promise<CollectedStory> {
  const collected = await collectTwin(world, {}, sqlFiles);
  const { shop } = collected;
  const trino = trinoWarehouse({
    url: trinoUrl,
    sqlFiles,
    raw: { schema: 'twin', folder: shop.folder, lines: 'JSON' },
  });
  const engines = bothEngines(shop.deps.warehouse, trino);
  let step = 'before the first pull';
  shop.deps.warehouse = engines.asOne(() => step);
  await trino.setUp();
  const noted: Noted = {};
  let runId: string | undefined;
  for (const { title, happens, packs } of twinSteps) {
    await happens?.(collected, await engines.duckdb.rows('all/creative_daily'), noted);
    step = title;
    if (packs) await shop.deps.warehouse.maintain();
    else runId = await pullAndProcess(collected);
    await engines.ask(title, moved(laterDays, questionsAfter(runId, { brief: packs === true })));
  }
  return { ...noted, engines, close: () => collected.close() };
}

async function pullAndProcess({ pull, shop }: CollectedTwin): Promise<string> {
  const { run_id, failures } = await pull();
  if (failures.length > 0) throw failures[0]?.error;
  while ((await dataProcessor({}, shop.deps)).more);
  await optimizer({}, shop.deps);
  return run_id;
}
