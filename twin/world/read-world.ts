import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type World, type WorldFile, worldFile } from './schema.ts';

export const defaultWorldPath = fileURLToPath(new URL('./default-world.json', import.meta.url));

/** What may be changed about a world without writing a new file. */
export interface WorldSize {
  campaigns?: number;
  creativesPerCampaign?: number;
  /** Keeps the first so many accounts; their shares of the campaigns are scaled up. */
  accounts?: number;
  historyDays?: number;
}

class WorldFileError extends Error {
  constructor(origin: string, problems: string) {
    super(
      `${origin} is not a world file the twin can use. Compare it with twin/world/default-world.json.\n${problems}`,
    );
    this.name = 'WorldFileError';
  }
}

/** Reads a world from its path or its parsed JSON, and resizes it. */
export function readWorld(source: WorldFile | string = defaultWorldPath, size: WorldSize = {}): World {
  const origin = typeof source === 'string' ? source : 'The given object';
  const parsed = worldFile.safeParse(typeof source === 'string' ? jsonOf(source) : source);
  if (!parsed.success) throw new WorldFileError(origin, z.prettifyError(parsed.error));
  return resized(parsed.data, size);
}

function jsonOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new WorldFileError(path, cause instanceof Error ? cause.message : String(cause));
  }
}

function resized(world: World, size: WorldSize): World {
  const accounts = world.accounts.slice(0, size.accounts ?? world.accounts.length);
  return {
    ...world,
    accounts,
    historyDays: size.historyDays ?? world.historyDays,
    size: {
      campaigns: size.campaigns ?? world.size.campaigns,
      creativesPerCampaign: size.creativesPerCampaign ?? world.size.creativesPerCampaign,
    },
  };
}
