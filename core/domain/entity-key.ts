/** Names of accounts, campaigns and creatives that are unique over platforms and accounts, the same in training and in serving. */
export const accountKey = (platform: string, accountId: string): string => [platform, accountId].map(escaped).join('/');

export const campaignKey = (platform: string, accountId: string, campaignId: string): string =>
  [platform, accountId, campaignId].map(escaped).join('/');

export const creativeKey = (platform: string, accountId: string, campaignId: string, creativeId: string): string =>
  [platform, accountId, campaignId, creativeId].map(escaped).join('/');

/** Imported ids are names and may hold anything. */
const escaped = (id: string): string => id.replaceAll('%', '%25').replaceAll('/', '%2F');
