/**
 * The usual model of an ad auction: the highest competing bid is log-normal and the winner pays it (second price; Ostrovsky &
 * Schwarz 2011 find bids near log-normal). What is paid, as a share of what is bid, then says where the bid stands among the others,
 * and so what another bid would cost. Only logs of ratios matter: no currency, no unit.
 */
import { normalShare } from '../../statistics/normal.ts';

/** How far the bid's logarithm lies above the median's, in spreads. */
export interface Position {
  z: number;
  /** Standard deviation of the logarithm of the competing bids. */
  spread: number;
}

/** The logarithm of the mean price paid, relative to the median: of a log-normal, given that it lies below the bid. */
function logPaid({ z, spread }: Position): number {
  return spread ** 2 / 2 + Math.log(normalShare(z - spread)) - Math.log(normalShare(z));
}

/** ln(paid / bid): 0 where no other bid comes near, very negative where the bid is far above them all. */
const logShareOfBid = (position: Position): number => logPaid(position) - position.z * position.spread;

const lowest = -3.5;
const highest = 4;
const halvings = 30;

/** Where a bid stands of which `paidShare` is paid on average; clamped to where the model can tell. */
export function positionOf(paidShare: number, spread: number): Position {
  let [low, high] = [lowest, highest];
  for (let step = 0; step < halvings; step++) {
    const middle = (low + high) / 2;
    // the higher the bid stands, the smaller the share of it that is paid
    if (logShareOfBid({ z: middle, spread }) > Math.log(paidShare)) low = middle;
    else high = middle;
  }
  return { z: (low + high) / 2, spread };
}

export interface Response {
  /** ln of: mean price, auctions won, and money that could be spent, after over before. */
  price: number;
  won: number;
  spend: number;
}

/** What becomes of prices and volumes when the bid is multiplied by `factor`. */
export function responseTo(position: Position, factor: number): Response {
  const after = { ...position, z: position.z + Math.log(factor) / position.spread };
  const price = logPaid(after) - logPaid(position);
  const won = Math.log(normalShare(after.z)) - Math.log(normalShare(position.z));
  return { price, won, spend: price + won };
}
