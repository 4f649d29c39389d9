/** Which row of a file is which of the warehouse: by ids where the file has them, else by names. Pure. */
import type { Grain } from '../../contracts/values.ts';
import type { FileRow, NamedRow, WarehouseRow } from './figures.ts';

export interface Matching {
  /** Of the comparison: that of the file, or `campaign` where the two name their ads in ways that do not meet. */
  level: Grain;
  /** How rows were told, in words: "campaign id and ad name". */
  by: string;
  accounts: string[];
  /** Names of the entity that a row is of; the same on both sides for the same entity. */
  keyOf: { file(row: FileRow): string; warehouse(row: WarehouseRow): string };
}

type Side<Row> = (row: Row) => string | null;

interface Way {
  by: string;
  file: Side<FileRow>;
  warehouse: Side<WarehouseRow>;
}

/** Fewer of a file's ads than this found by any way means that the two name them differently. */
const fewestFound = 0.5;

/** The best first, where two find as many. Imports have names for ids where the file had none. */
const campaignWays: readonly Way[] = [
  { by: 'campaign id', file: (row) => digits(row.campaign_id), warehouse: (row) => digits(row.campaign_id) },
  { by: 'campaign name', file: (row) => word(row.campaign_id), warehouse: (row) => word(row.campaign_id) },
  { by: 'campaign name', file: (row) => word(row.campaign_id), warehouse: (row) => word(row.campaign_name) },
  { by: 'campaign name', file: (row) => word(row.campaign_name), warehouse: (row) => word(row.campaign_name) },
  { by: 'campaign name', file: (row) => word(row.campaign_name), warehouse: (row) => word(row.campaign_id) },
];

const byAdId: Way = {
  by: 'ad id',
  file: (row) => digits(ownPart(row)),
  warehouse: (row) => digits(ownPart(row)),
};

const byAdName: readonly Way[] = [
  { by: 'ad name', file: (row) => word(ownPart(row)), warehouse: (row) => word(ownPart(row)) },
  { by: 'ad name', file: (row) => word(ownPart(row)), warehouse: (row) => word(row.creative_name) },
  { by: 'ad name', file: (row) => word(row.creative_name), warehouse: (row) => word(row.creative_name) },
  { by: 'ad name', file: (row) => word(row.creative_name), warehouse: (row) => word(ownPart(row)) },
  { by: 'headline', file: (row) => word(ownPart(row)), warehouse: (row) => word(row.headline) },
  { by: 'headline', file: (row) => word(row.creative_name), warehouse: (row) => word(row.headline) },
];

/** Undefined when not one campaign or ad of the file is in the warehouse. */
export function findMatching(
  file: readonly FileRow[],
  warehouse: readonly WarehouseRow[],
  grain: Grain,
): Matching | undefined {
  const own = new Set(file.map(({ account_id }) => account_id));
  const isNamed = [...own].every((id) => warehouse.some(({ account_id }) => account_id === id));
  const candidates = isNamed ? warehouse.filter(({ account_id }) => own.has(account_id)) : warehouse;
  const campaign = bestWay(campaignWays, file, candidates);
  const creative = grain === 'creative' ? creativeWay(file, candidates, campaign?.way) : undefined;
  const way = creative ?? campaign?.way;
  if (!way) return undefined;
  const [keyOfFile, keyOfWarehouse] = [total(way.file), total(way.warehouse)];
  return {
    level: creative ? 'creative' : 'campaign',
    by: way.by,
    accounts: isNamed ? [...own].sort() : accountsOf(file, candidates, way),
    keyOf: { file: keyOfFile, warehouse: keyOfWarehouse },
  };
}

/** An id tells an ad by itself; a name does so inside of its campaign. */
function creativeWay(
  file: readonly FileRow[],
  warehouse: readonly WarehouseRow[],
  campaign: Way | undefined,
): Way | undefined {
  const best = bestWay([byAdId, ...byAdName.map((way) => (campaign ? inside(campaign, way) : way))], file, warehouse);
  return best && best.share >= fewestFound ? best.way : undefined;
}

const inside = (campaign: Way, creative: Way): Way => ({
  by: `${campaign.by} and ${creative.by}`,
  file: both(campaign.file, creative.file),
  warehouse: both(campaign.warehouse, creative.warehouse),
});

const both =
  <Row>(outer: Side<Row>, inner: Side<Row>): Side<Row> =>
  (row) => {
    const [left, right] = [outer(row), inner(row)];
    return left === null || right === null ? null : `${left}\n${right}`;
  };

function bestWay(
  ways: readonly Way[],
  file: readonly FileRow[],
  warehouse: readonly WarehouseRow[],
): { way: Way; share: number } | undefined {
  let best: { way: Way; share: number } | undefined;
  for (const way of ways) {
    const wanted = new Set(file.flatMap((row) => way.file(row) ?? []));
    const known = new Set(warehouse.flatMap((row) => way.warehouse(row) ?? []));
    const found = [...wanted].filter((name) => known.has(name)).length;
    if (found > 0 && found / wanted.size > (best?.share ?? 0)) best = { way, share: found / wanted.size };
  }
  return best;
}

/** Of accounts whose names meet the file's: the one that has most, then those that add what is still missing. */
function accountsOf(file: readonly FileRow[], warehouse: readonly WarehouseRow[], way: Way): string[] {
  const wanted = new Set(file.flatMap((row) => way.file(row) ?? []));
  const names = new Map<string, Set<string>>();
  for (const row of warehouse) {
    const name = way.warehouse(row);
    if (name !== null && wanted.has(name))
      names.set(row.account_id, (names.get(row.account_id) ?? new Set()).add(name));
  }
  const chosen: string[] = [];
  for (const [account, found] of [...names].sort((one, other) => other[1].size - one[1].size)) {
    if (![...found].some((name) => wanted.has(name))) continue;
    chosen.push(account);
    for (const name of found) wanted.delete(name);
  }
  return chosen.sort();
}

/** A row that a way has no name for is an entity of its own id. */
const total =
  <Row extends NamedRow>(side: Side<Row>) =>
  (row: Row): string =>
    side(row) ?? `${row.campaign_id}\n${row.creative_id}`;

/** What tells an ad inside of its campaign: imports join the two with a slash. */
const ownPart = ({ campaign_id: campaign, creative_id: creative }: NamedRow): string | null => {
  if (creative.startsWith('campaign:')) return null;
  return creative.startsWith(`${campaign}/`) ? creative.slice(campaign.length + 1) : creative;
};

/** Spelled alike: without case, outer and double spaces; of a URN the digits. Null for what says nothing. */
function word(text: string | null): string | null {
  const plain = (text ?? '').trim().replace(/\s+/g, ' ').toLowerCase();
  const name = plain.replace(/^urn:li:sponsored\w+:(\d+)$/, '$1');
  return name === '' || name === 'unknown' ? null : name;
}

/** Of an id; null for a name. */
const digits = (text: string | null): string | null => /^\d+$/.exec(word(text) ?? '')?.[0] ?? null;
