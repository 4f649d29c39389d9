/**
 * Cuts a question into answers that are whole. An answer of 15,000 elements may have been cut by LinkedIn, silently: it counts as
 * a failure, and its days are halved; a single day is cut by campaigns.
 */
import { addDays, daysBetween } from '../../core/domain/calendar.ts';
import { AnswerUnusableError } from '../../core/ports/ad-platform-errors.ts';

/** Documented most of one answer. What LinkedIn does beyond it is not. */
export const mostElements = 15_000;
/** Windows are made as wide as fills an answer up to here, so that a busier day seldom overflows it. */
const aimedElements = 12_000;

/** Both dates are included. */
export interface Window {
  from: string;
  to: string;
  /** Undefined is the whole account. */
  campaigns?: readonly string[] | undefined;
}

export interface WindowAnswer {
  window: Window;
  elements: readonly unknown[];
}

export interface WindowSource {
  fetch(window: Window): Promise<readonly unknown[]>;
  /** Every campaign with figures on the day, for a day that is too much for one answer. */
  campaignsOn(day: string): Promise<readonly string[]>;
}

/** Answers that together are the whole of the window, none of them full. Widths follow the density seen so far. */
export async function wholeAnswers(whole: Window, source: WindowSource): Promise<WindowAnswer[]> {
  const answers: WindowAnswer[] = [];
  let rest: Window | undefined = whole;
  let width = daysOf(whole);
  while (rest) {
    const [window, after]: [Window, Window | undefined] = cutAfter(rest, width);
    const elements = await source.fetch(window);
    if (elements.length < mostElements) {
      answers.push({ window, elements });
      width = widthFor(elements.length, daysOf(window), daysOf(whole));
      rest = after;
    } else if (daysOf(window) > 1) {
      width = Math.ceil(daysOf(window) / 2);
    } else {
      answers.push(...(await byCampaigns(window, source)));
      rest = after;
    }
  }
  return answers;
}

/** Days of the next window, from the elements that a window of so many days had. At most double, as density is a guess. */
export function widthFor(elements: number, days: number, most: number): number {
  const fitting = elements === 0 ? most : Math.floor((aimedElements * days) / elements);
  return Math.max(1, Math.min(most, fitting, days * 2));
}

async function byCampaigns(day: Window, source: WindowSource): Promise<WindowAnswer[]> {
  const campaigns = day.campaigns ?? (await source.campaignsOn(day.from));
  if (campaigns.length < 2) throw tooMuch(day, campaigns);
  const half = Math.ceil(campaigns.length / 2);
  const answers: WindowAnswer[] = [];
  for (const part of [campaigns.slice(0, half), campaigns.slice(half)]) {
    const window = { ...day, campaigns: part };
    const elements = await source.fetch(window);
    if (elements.length < mostElements) answers.push({ window, elements });
    else answers.push(...(await byCampaigns(window, source)));
  }
  return answers;
}

const tooMuch = ({ from }: Window, campaigns: readonly string[]): AnswerUnusableError =>
  new AnswerUnusableError(
    {
      call: 'GET /adAnalytics',
      said: `there are ${mostElements} or more elements for ${from}${campaigns.length === 1 ? ` and campaign ${campaigns[0]}` : ''}, and the request cannot be split further`,
      requestId: null,
    },
    'Nothing of this window was stored, because it would be incomplete. Pull this account by campaign instead of by creative.',
  );

/** The first `days` days of a window, and what is left of it. */
export function cutAfter(window: Window, days: number): [Window, Window | undefined] {
  const to = addDays(window.from, days - 1);
  if (to >= window.to) return [window, undefined];
  return [
    { ...window, to },
    { ...window, from: addDays(to, 1) },
  ];
}

export const daysOf = ({ from, to }: Window): number => daysBetween(from, to) + 1;
