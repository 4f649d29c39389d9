/** Grows a campaign's creatives: their text, their fate before the clock starts, and how well they really do. */
import { dayOf, msPerDay } from '../clock.ts';
import { mix, noiseFactor, pick, uniform } from '../random.ts';
import type { AdCopy, Campaign, Creative, Entities } from './entities.ts';
import type { World } from './schema.ts';

const creativeIds = { first: 310_000_001, step: 13 } as const;
/** Shares have nineteen digits on the platform: more than a JavaScript number holds. */
const contentIds = { first: 7_050_000_000_000_000_001n, step: 1_048_583n } as const;
/** The feed cuts the introductory text here. */
const foldAfterCharacters = 150;
/** Creatives stopped before the start stopped at most so many days before it. */
const stoppedWithinDays = 50;

/** What each draw of chance is for; a number of its own each. */
const purpose = {
  introduction: 11,
  headline: 12,
  description: 13,
  action: 14,
  talent: 15,
  fate: 16,
  post: 17,
  later: 18,
  stopped: 19,
  stagger: 20,
};

interface Growth {
  world: World;
  seed: number;
  startAt: number;
  entities: Entities;
  campaign: Campaign;
  theme: string;
}

export function growCreatives({ world, seed, startAt, entities, campaign, theme }: Growth): void {
  for (let place = 0; place < world.size.creativesPerCampaign; place += 1) {
    const index = entities.creatives.size;
    const chance = mix(mix(seed, 0xc4ea), index);
    const copy = copyOf(world, theme, chance, campaign.id);
    const creative = creativeOf({ world, startAt, campaign, copy, chance, index, place });
    entities.creatives.set(creative.id, creative);
    entities.byContent.set(creative.contentId, creative);
    campaign.creatives.push(creative);
  }
}

function copyOf(world: World, theme: string, chance: number, campaignId: number): AdCopy {
  const texts = world.copyThemes[theme];
  if (!texts) throw new RangeError(`The world has no copy theme "${theme}".`);
  return {
    introduction: pick(mix(chance, purpose.introduction), texts.introductions),
    headline: pick(mix(chance, purpose.headline), texts.headlines),
    description: pick(mix(chance, purpose.description), texts.descriptions),
    callToAction: pick(mix(chance, purpose.action), texts.callsToAction),
    landingPage: `${texts.landingPage}?utm_source=linkedin&utm_campaign=${campaignId}`,
  };
}

interface CreativeGrowth {
  world: World;
  startAt: number;
  campaign: Campaign;
  copy: AdCopy;
  chance: number;
  index: number;
  place: number;
}

function creativeOf({ world, startAt, campaign, copy, chance, index, place }: CreativeGrowth): Creative {
  const { population } = world;
  const startDay = dayOf(startAt);
  // The first of a campaign always serves, so that no campaign is empty by bad luck.
  const fate = place === 0 ? 'serving' : fateOf(uniform(mix(chance, purpose.fate)), population);
  const later = 1 + Math.floor(uniform(mix(chance, purpose.later)) * population.laterWithinDays);
  const stagger = Math.floor(uniform(mix(chance, purpose.stagger)) * place * 3);
  const firstDay =
    fate === 'later'
      ? startDay + later
      : Math.min(dayOf(campaign.start) + stagger, Math.max(startDay - 1, dayOf(campaign.start)));
  const stopped = startDay - Math.floor(uniform(mix(chance, purpose.stopped)) * stoppedWithinDays);
  const createdAt = firstDay * msPerDay - msPerDay / 3;
  return {
    id: creativeIds.first + index * creativeIds.step,
    index,
    place,
    campaign,
    name: `${copy.headline} #${place + 1}`,
    intendedStatus:
      fate === 'paused'
        ? 'PAUSED'
        : fate === 'archived'
          ? 'ARCHIVED'
          : campaign.status === 'DRAFT'
            ? 'DRAFT'
            : 'ACTIVE',
    review: fate === 'rejected' ? 'REJECTED' : 'APPROVED',
    copy,
    contentId: String(contentIds.first + BigInt(index) * contentIds.step),
    post: postOf(uniform(mix(chance, purpose.post)), population),
    firstDay,
    stoppedOn: fate === 'paused' || fate === 'archived' ? stopped : null,
    freshCtr: freshCtr(world, campaign, copy, chance),
    deleted: false,
    createdAt,
    lastModifiedAt: fate === 'paused' || fate === 'archived' ? stopped * msPerDay : createdAt,
    version: 1,
  };
}

type Fate = 'serving' | 'paused' | 'archived' | 'rejected' | 'later';

function fateOf(level: number, population: World['population']): Fate {
  let edge = population.pausedCreatives;
  if (level < edge) return 'paused';
  edge += population.archivedCreatives;
  if (level < edge) return 'archived';
  edge += population.rejectedCreatives;
  if (level < edge) return 'rejected';
  edge += population.laterCreatives;
  return level < edge ? 'later' : 'serving';
}

function postOf(level: number, population: World['population']): Creative['post'] {
  if (level < population.deletedPosts) return 'deleted';
  return level < population.deletedPosts + population.unreadablePosts ? 'unreadable' : 'readable';
}

/** The format's level, moved by what the text says and by what nobody can explain. */
function freshCtr(world: World, campaign: Campaign, copy: AdCopy, chance: number): number {
  const { copyEffects: effects, response } = world;
  const base = (response.ctrByFormat[campaign.format] ?? 0) * campaign.ctrFactor;
  const text =
    (/\d/.test(copy.headline) ? effects.numberInHeadline : 1) *
    (copy.introduction.includes('?') ? effects.questionInIntroduction : 1) *
    (copy.introduction.length > foldAfterCharacters ? effects.introductionOver150Characters : 1) *
    (effects.callToAction[copy.callToAction] ?? 1);
  return base * text * noiseFactor(mix(chance, purpose.talent), response.creativeSpread);
}
