/** LinkedIn's names of things: `urn:li:<type>:<id>`. */

export const accountUrn = (id: string): string => `urn:li:sponsoredAccount:${id}`;
export const campaignUrn = (id: string): string => `urn:li:sponsoredCampaign:${id}`;

/** The last part: `10` of `urn:li:sponsoredCampaign:10`. Bare ids stay as they are. */
export const idOf = (urn: string): string => urn.slice(urn.lastIndexOf(':') + 1);

/** `share` of `urn:li:share:1`; empty where the text is no URN. */
export const typeOf = (urn: string): string => (urn.startsWith('urn:') ? (urn.split(':')[2] ?? '') : '');
