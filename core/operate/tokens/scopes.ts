/** What a token may be asked to allow: the least that does the job. */
import type { Mode } from '../../contracts/decisions.ts';

const reading = ['r_ads', 'r_ads_reporting'];
/** For the texts of posts. An application without LinkedIn's community product is refused it. */
const posts = 'r_organization_social';
const writing = 'rw_ads';

export interface WantedScopes {
  writes: boolean;
  posts: boolean;
}

export const scopesFor = (wanted: WantedScopes): string[] => [
  ...reading,
  ...(wanted.posts ? [posts] : []),
  ...(wanted.writes ? [writing] : []),
];

export interface MissingScopes {
  /** Without these nothing can be collected, or nothing applied in the mode that the settings ask for. */
  needed: string[];
  /** Without this the ads' texts stay unknown. */
  useful: string[];
}

/** A token that may write may read too. */
export function missingScopes(granted: readonly string[], mode: Mode): MissingScopes {
  const has = (scope: string) => granted.includes(scope) || (scope === 'r_ads' && granted.includes(writing));
  const needed = [...reading, ...(mode === 'approve' || mode === 'auto' ? [writing] : [])];
  return { needed: needed.filter((scope) => !has(scope)), useful: has(posts) ? [] : [posts] };
}
