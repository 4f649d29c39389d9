/**
 * The worlds that policies are compared in. What the twin's world file fixes (response, prices, creative fatigue, delays) stays as it is;
 * only the size, which templates are run, and the seed differ. Creative fatigue and delayed conversions are in every one of them.
 */
import { readFileSync } from 'node:fs';
import { defaultWorldPath, readWorld, type WorldSize } from '../../twin/world/read-world.ts';
import type { World, WorldFile } from '../../twin/world/schema.ts';

export const worldSizes = {
  small: { accounts: 1, campaigns: 4, creativesPerCampaign: 4 },
  medium: { accounts: 2, campaigns: 12, creativesPerCampaign: 5 },
  large: { accounts: 2, campaigns: 36, creativesPerCampaign: 7 },
} as const;
export type WorldSizeName = keyof typeof worldSizes;

/** Objectives that the campaigns of a world have. */
export const objectiveMixes = {
  'lead generation': ['LEAD_GENERATION'],
  'website conversions': ['WEBSITE_CONVERSION'],
  traffic: ['WEBSITE_VISIT'],
  mixed: ['LEAD_GENERATION', 'WEBSITE_CONVERSION', 'WEBSITE_VISIT'],
  'conversions and leads': ['WEBSITE_CONVERSION', 'LEAD_GENERATION'],
} as const;
export type ObjectiveMix = keyof typeof objectiveMixes;

export interface WorldPlan {
  seed: number;
  size: WorldSizeName;
  mix: ObjectiveMix;
  /** Days simulated before the days that are played. */
  historyDays: number;
  playedDays: number;
}

/** Seeds that anybody may look at: tests use them, and so did all tuning. */
export const developmentSeeds = { first: 17_001, count: 15 } as const;
/** Seeds that are only played by the benchmark, and were played for the first time when nothing was changed any more. No test names them. */
export const scoredSeeds = { first: 81_001, count: 30 } as const;

/** Every size with every mix in turn; the seeds count on. */
export function plansOf({ first, count }: { first: number; count: number }): WorldPlan[] {
  const sizes = Object.keys(worldSizes) as WorldSizeName[];
  const mixes = Object.keys(objectiveMixes) as ObjectiveMix[];
  return Array.from({ length: count }, (_, index) => ({
    seed: first + index,
    size: sizes[index % sizes.length]!,
    mix: mixes[Math.floor(index / sizes.length) % mixes.length]!,
    historyDays: 60,
    playedDays: 60,
  }));
}

/** Accounts that the signed-in member may change. */
const writingRoles: readonly unknown[] = ['CAMPAIGN_MANAGER', 'ACCOUNT_MANAGER', 'ACCOUNT_BILLING_ADMIN'];

/** As a file, so that the twin's server can play it too. */
export function worldFileOf({ seed, size, mix }: WorldPlan): WorldFile {
  const file = JSON.parse(readFileSync(defaultWorldPath, 'utf8')) as WorldFile;
  const objectives: readonly string[] = objectiveMixes[mix];
  const templates = file.campaignTemplates.value.filter(
    ({ objectiveType, status }) => status === 'ACTIVE' && objectives.includes(objectiveType),
  );
  // small worlds do not get through the list, so each begins at another place of it
  const begin = seed % templates.length;
  const accounts = file.accounts.value.filter(({ role }) => writingRoles.includes(role));
  return {
    ...file,
    accounts: { ...file.accounts, value: accounts.slice(0, worldSizes[size].accounts) },
    campaignTemplates: {
      ...file.campaignTemplates,
      value: [...templates.slice(begin), ...templates.slice(0, begin)],
    },
  };
}

export function worldSizeOf({ size, historyDays }: WorldPlan): WorldSize {
  const { campaigns, creativesPerCampaign } = worldSizes[size];
  return { campaigns, creativesPerCampaign, historyDays };
}

export const worldOf = (plan: WorldPlan): World => readWorld(worldFileOf(plan), worldSizeOf(plan));
