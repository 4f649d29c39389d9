/**
 * What no public source settles, as switches. The default is what most sources suggest; a pipeline must survive both sides.
 * § is a section of docs/linkedin-api.md.
 */
export interface Behaviours {
  /** §9: more than 15,000 rows in one analytics answer. */
  analyticsOverflow: 'truncate' | 'error';
  /** §2: documents ask for X-RestLi-Method: FINDER on the creatives search, clients omit it. */
  creativesFinderHeader: 'tolerated' | 'required';
  /** §4: whether a refresh answers with the same refresh token or with a new one of the same end date. */
  refreshToken: 'same' | 'new';
  /** §4: the `error` of a refused grant. */
  refusedGrant: 'invalid_request' | 'invalid_grant';
  /** §4: one client sleeps 30 s before a new token works. */
  newTokenUsableAfterSeconds: number;
  /** §5: a campaign search that matches more than 1,000 and names no pageSize. */
  largeSearchWithoutPageSize: 'paged' | 'rejected';
  /** §1: versions after the published table: released monthly and kept a year, or unknown. */
  versionsAfterTable: 'by-cadence' | 'none';
  /** §9: DAILY rows older than the six-month daily retention. */
  dailyBeyondSixMonths: 'served' | 'empty';
  /**
   * §9: costs such as -2e-18: seen as a float only, the notation of the string is not known. A public connector strips all but
   * digits and dots and would read "-2e-18" as 218.
   */
  tinyCostNotation: 'scientific' | 'plain';
  /** §10: writing unitCost on a maximum delivery campaign. */
  unitCostOnMaximumDelivery: 'ignored' | 'rejected';
  /** §10: a single PARTIAL_UPDATE of a campaign group; documents show only the batch form. */
  groupSingleUpdate: 'accepted' | 'rejected';
  /** §10: pausing a creative that is still under review. */
  pauseUnderReview: 'accepted' | 'rejected';
  /** §10: status changes that are allowed, by the present status. The real matrix is not published. */
  statusChanges: Record<string, readonly string[]>;
  /** §11: the serviceErrorCode of an expired token. */
  expiredTokenCode: number;
}

export const defaultBehaviours: Behaviours = {
  analyticsOverflow: 'truncate',
  creativesFinderHeader: 'tolerated',
  refreshToken: 'same',
  refusedGrant: 'invalid_request',
  newTokenUsableAfterSeconds: 0,
  largeSearchWithoutPageSize: 'paged',
  versionsAfterTable: 'by-cadence',
  dailyBeyondSixMonths: 'served',
  tinyCostNotation: 'scientific',
  unitCostOnMaximumDelivery: 'ignored',
  groupSingleUpdate: 'accepted',
  pauseUnderReview: 'accepted',
  statusChanges: {
    ACTIVE: ['PAUSED', 'ARCHIVED', 'CANCELED', 'PENDING_DELETION'],
    PAUSED: ['ACTIVE', 'ARCHIVED', 'CANCELED', 'PENDING_DELETION'],
    DRAFT: ['ACTIVE', 'PAUSED', 'ARCHIVED', 'CANCELED', 'PENDING_DELETION', 'REMOVED'],
    ARCHIVED: ['ACTIVE', 'PAUSED', 'CANCELED', 'PENDING_DELETION'],
    COMPLETED: ['ARCHIVED', 'CANCELED', 'PENDING_DELETION'],
    CANCELED: [],
    PENDING_DELETION: [],
    REMOVED: [],
  },
  expiredTokenCode: 65602,
};
