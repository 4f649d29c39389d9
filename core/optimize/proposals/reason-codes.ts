/**
 * Why a decision is what it is. Control flow and stored decisions use the code; what a person reads of a code stands here, and the
 * sentences with figures in reason.ts, stay-reason.ts, creative-proposals.ts and campaign-proposals.ts are made from it.
 */

interface Reason {
  /** In lists of decisions: "3 ads: no mature days yet". */
  label: string;
  /** Whether time or data is missing: then evidence is gathered, and nothing is decided yet. */
  waits: boolean;
  /** One sentence; null where it is made from the figures (reason.ts). */
  wouldChangeIt: string | null;
}

const because = (label: string, wouldChangeIt: string | null): Reason => ({ label, waits: false, wouldChangeIt });
const waitsFor = (label: string, wouldChangeIt: string | null): Reason => ({ label, waits: true, wouldChangeIt });

const lowerRate = "New mature days with a clearly lower rate than the campaign's other ads would change this.";
const endOfMove =
  'The move ends when another result costs the same in both campaigns, or when one of them leaves budget unspent.';
const endOfRoom = 'Days that use up the budget, or results that cost more than elsewhere, would change this.';

/** Of ads that serve. */
const ofAds = {
  worse: because("clearly worse than the campaign's other ads", null),
  'whole-campaign': because(
    'whole campaigns; their individual ads are not in the data',
    'Figures for its individual ads would change this.',
  ),
  alone: because('nothing to compare with', 'A second active ad to compare it with would change this.'),
  'price-only': because(
    'the KPI depends on the price, not on the ads',
    'Another objective, or a KPI that depends on the ads, would change this.',
  ),
  'others-without-figures': because(
    'no mature figures for the other ads yet',
    "Mature days of the campaign's other ads would change this.",
  ),
  immature: waitsFor('no mature days yet', 'Mature, reconciled days would change this.'),
  'kpi-unknown': because('no figures for the KPI', 'Figures for the KPI would change this.'),
  'impossible-counts': because('figures that do not add up', 'Corrected figures would change this.'),
  'dispersion-unknown': waitsFor('only one mature day', 'A second mature day would change this.'),
  'cost-unknown': because('cost not known', 'Its full cost would change this.'),
  'small-waste': because('too little at stake', 'More spend on it would change this.'),
  'not-more-expensive': because('fewer results, but cheaper ones', 'More expensive impressions would change this.'),
  'needs-more': waitsFor('not enough data to be sure', null),
  'out-of-reach': because('too close to the other ads for any realistic amount of data to tell', lowerRate),
  'not-worse': because("no worse than the campaign's other ads", lowerRate),
  'last-active': because("the campaign's best active ad", 'A better active ad in the campaign would change this.'),
} as const;

/** Of ads that do not serve, and should. */
const ofPausedAds = {
  'better-again': because(
    "better than the campaign's active ads by now",
    'A recovery of the active ads would change this, and so would mature days with a lower rate of its own.',
  ),
  'fatigued-ads': because(
    "fatigue of the campaign's active ads",
    'Its own first mature days may change this: it is then judged like any other ad.',
  ),
} as const;

/** Of bids and budgets that should change. */
const ofMoney = {
  'budget-binds': because(
    'the budget runs out before the day ends',
    'Days that leave much of the budget unspent would change this: half of the step is then taken back.',
  ),
  'expensive-results': because(
    'the last results cost more than elsewhere',
    'Cheaper results here, or more expensive ones elsewhere, would change this.',
  ),
  'step-back': because('an earlier step of the bid went too far', endOfRoom),
  'room-for-more': because('budget left, and results cheaper than elsewhere', endOfRoom),
  'cheaper-results': because('results cheaper than in another campaign', endOfMove),
  'cheaper-elsewhere': because('results cheaper in another campaign', endOfMove),
  'freed-money': because(
    'money freed by lower budgets or bids',
    'Days that leave budget unspent, or results as expensive as elsewhere, would change this.',
  ),
} as const;

/** Of bids and budgets that stay. */
const ofStaying = {
  'settings-unknown': because('bid and budget are not in the data', 'Its bid and budget would change this.'),
  'no-budget': because('no budget of its own', 'A budget of its own would change this.'),
  'budget-stays': because(
    'no bid to set, and no budget to shift',
    'Results that cost clearly more or less than in another campaign with the same KPI would change this.',
  ),
  'bid-too-new': waitsFor(
    'too few days on the current bid and budget',
    'Three full mature days on the current bid and budget would change this.',
  ),
  'bid-no-figures': waitsFor(
    'results or their cost not known yet',
    'Mature days with results and cost would change this.',
  ),
  'bid-neither': because(
    'the budget neither runs out nor is much of it left over',
    'Days that use up the budget, or that leave a fifth of it, would change this.',
  ),
  'bid-settled': because(
    'the bid is where it should be, as far as the data shows',
    'Lower prices would change this: a lower bid would then use up the budget.',
  ),
  'bid-capped': because('the cost cap does not set the price', 'Days that leave much of the budget would change this.'),
  'bid-small': because('too little to gain from another bid', 'More spend would change this.'),
  'bid-unsure': because('prices do not seem to follow the bid', 'Days on another bid would change this.'),
  'bid-prices-unknown': because(
    'what the bid pays for is not counted',
    'Figures for what the bid pays for would change this.',
  ),
  'bid-spend-kept': because(
    'lower bids already leave as much unspent as allowed',
    'More spend in the other campaigns with the same KPI would change this.',
  ),
  'bid-nothing-to-compare': because(
    'no other campaign to compare results with',
    'A second campaign with the same KPI would change this.',
  ),
} as const;

const reasonCodes = { ...ofAds, ...ofPausedAds, ...ofMoney, ...ofStaying } as const;

export type ReasonCode = keyof typeof reasonCodes;
/** Of an ad that serves. */
export type AdReasonCode = keyof typeof ofAds;
/** Why a campaign's bid and budget stay. */
export type StayReasonCode = keyof typeof ofStaying | 'immature';
/** Why a bid that means something stays. */
export type BidObstacle = Extract<StayReasonCode, `bid-${string}`>;

export const waitsForData = (code: ReasonCode): boolean => reasonCodes[code].waits;

/** The sentence of a code whose sentence needs no figures; else null. */
export const whatWouldChange = (code: ReasonCode): string | null => reasonCodes[code].wouldChangeIt;

/** Stored decisions may be of another release, with other codes. */
export const reasonLabel = (code: string | null): string =>
  code === null ? 'no reason recorded' : code in reasonCodes ? reasonCodes[code as ReasonCode].label : code;
