/** Metrics that alarms and the dashboard look at: publishers and readers take their names from here. */

export const pipelineMetrics = {
  rowsMerged: 'RowsMerged',
  /** Rows in quarantine, all there are. */
  quarantined: 'Quarantined',
  /** Percent of spend by which the ads' sum differs from the platform's totals. */
  reconciliationGap: 'ReconciliationGap',
  unreconciledDays: 'UnreconciledDays',
  /** Spend of the newest day there is, in the configuration's currency. */
  spendToday: 'SpendToday',
  /** Hours since the account that waits longest was collected. */
  freshnessHours: 'FreshnessHours',
  accessTokenDaysLeft: 'AccessTokenDaysLeft',
  refreshTokenDaysLeft: 'RefreshTokenDaysLeft',
  apiVersionDaysLeft: 'ApiVersionDaysLeft',
  /** Of runs that died. */
  leasesLeftBehind: 'LeasesLeftBehind',
} as const;

/** Of the optimizer; totals cover the seven newest mature days. */
export const optimizerMetrics = {
  /** Changes that the run wrote to the platform, and the kinds of them. Recommendations are none. */
  totalActions: 'TotalActions',
  creativesPaused: 'CreativesPaused',
  /** Ads that run again or anew, and campaigns that may spend more. */
  creativesScaled: 'CreativesScaled',
  bidAdjustments: 'BidAdjustments',
  totalImpressions: 'TotalImpressions',
  totalClicks: 'TotalClicks',
  totalCost: 'TotalCost',
  totalConversions: 'TotalConversions',
  averageCtr: 'AverageCTR',
  averageCpc: 'AverageCPC',
  averageCpa: 'AverageCPA',
  totalCreatives: 'TotalCreatives',
  activeCreatives: 'ActiveCreatives',
  topPerformers: 'TopPerformersIdentified',
  highPerformers: 'HighPerformers',
  underperformers: 'Underperformers',
  /** Percent; of the predictions that matured in seven days. */
  predictionAccuracy: 'PredictionAccuracy',
} as const;

/** Of one campaign, by the dimension CampaignId. */
export const campaignMetrics = {
  impressions: 'Impressions',
  clicks: 'Clicks',
  cost: 'Cost',
  conversions: 'Conversions',
  ctr: 'CTR',
} as const;
