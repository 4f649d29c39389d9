/** Which rows train a model, which validate it, and which only the gate may see. */
import { stableShare } from './stable-share.ts';

export const splitNames = ['train', 'validation', 'test'] as const;
export type SplitName = (typeof splitNames)[number];
export type Split<Sample> = Record<SplitName, Sample[]> & { unseenIsLater: boolean };

/** Shares of the creatives. */
const testShare = 0.2;
const validationShare = 0.2;
/** The newest blocks that hold this share of the impressions are for the gate, but not more than so many of them. */
const laterShare = 0.2;
const mostLaterBlocks = 2;
/** With fewer unseen rows than this, later ones are not kept apart: a gate needs something to measure on. */
const fewestLaterRows = 20;

interface Timed {
  creative: string;
  block: number;
  impressions: number;
}

/**
 * By creative for ever (a hash of its name), and by time: the gate sees blocks after those that are trained on. Without enough
 * of them, all blocks count on both sides.
 */
export function splitCreatives<Sample extends Timed>(samples: readonly Sample[]): Split<Sample> {
  const groups: Record<SplitName, Sample[]> = { train: [], validation: [], test: [] };
  for (const sample of samples) groups[splitOf(sample.creative)].push(sample);
  const cut = firstLaterBlock(samples);
  const later = groups.test.filter(({ block }) => block >= cut);
  const earlier = (name: 'train' | 'validation') => groups[name].filter(({ block }) => block < cut);
  const [train, validation] = [earlier('train'), earlier('validation')];
  if (later.length < fewestLaterRows || train.length === 0 || validation.length === 0)
    return { ...groups, unseenIsLater: false };
  return { train, validation, test: later, unseenIsLater: true };
}

export function splitOf(creative: string): SplitName {
  const share = stableShare(`creative_scorer ${creative}`);
  if (share < testShare) return 'test';
  return share < testShare + validationShare ? 'validation' : 'train';
}

function firstLaterBlock(samples: readonly Timed[]): number {
  const byBlock = new Map<number, number>();
  for (const { block, impressions } of samples) byBlock.set(block, (byBlock.get(block) ?? 0) + impressions);
  const blocks = [...byBlock.keys()].toSorted((one, other) => other - one);
  const total = [...byBlock.values()].reduce((sum, each) => sum + each, 0);
  let later = 0;
  for (const [place, block] of blocks.entries()) {
    later += byBlock.get(block) ?? 0;
    if (later >= laterShare * total || place + 1 >= mostLaterBlocks) return block;
  }
  return Number.NEGATIVE_INFINITY;
}

/** By day: the newest fifth of the days is for the gate, the fifth before it chooses. Campaigns stand in all three. */
export function splitDays<Sample extends { day: string }>(samples: readonly Sample[]): Split<Sample> {
  const days = [...new Set(samples.map(({ day }) => day))].toSorted();
  const from = (share: number): string => days[Math.floor(days.length * (1 - share))] ?? '';
  const [validationFrom, testFrom] = [from(testShare + validationShare), from(testShare)];
  return {
    train: samples.filter(({ day }) => day < validationFrom),
    validation: samples.filter(({ day }) => day >= validationFrom && day < testFrom),
    test: samples.filter(({ day }) => day >= testFrom),
    unseenIsLater: true,
  };
}
