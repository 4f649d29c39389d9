/** What is particular to LinkedIn, for planning, keys and counts without a call. */
import type { PlatformDescription } from '../../core/ports/ad-platform.ts';
import { mostElements } from './analytics-windows.ts';
import { creativePageSize, entityPageSize } from './endpoints.ts';

export const linkedIn: PlatformDescription = {
  name: 'linkedin',
  title: 'LinkedIn',
  limits: {
    campaignsPerPage: entityPageSize,
    creativesPerPage: creativePageSize,
    // an answer that reaches the cap may be cut
    rowsPerAnswer: mostElements - 1,
    // the post and its picture
    contentCallsPerCreative: 2,
    metricValues: { most: 45_000_000, minutes: 5 },
  },
};
