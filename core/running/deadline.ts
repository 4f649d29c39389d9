import type { StageDeps } from '../ports/stage-deps.ts';

/** Enough to end the piece of work in hand and to store where to go on. */
const reserveMilliseconds = 60_000;

export const mustStop = ({ deadline, now }: Pick<StageDeps, 'deadline' | 'now'>): boolean =>
  deadline !== undefined && now().getTime() > deadline.getTime() - reserveMilliseconds;
