/** How each version's predictions did since it served: days leave the measurement, their sums stay. */
import { z } from 'zod';
import { keys } from '../../contracts/keys.ts';
import { isoDate } from '../../contracts/values.ts';
import { addDays, dayOf } from '../../domain/calendar.ts';
import { accountKey } from '../../domain/entity-key.ts';
import type { StageDeps } from '../../ports/stage-deps.ts';
import { encodeJson, parseStored, replaceIfUnchanged, unchangedSince } from '../../running/documents.ts';
import { errorSums, sumsOf } from './accuracy.ts';
import type { MaturedPrediction } from './outcomes.ts';

/** What one version predicted of one account's ads for the days from `for_day` on. */
const versionWeek = errorSums.extend({
  version: z.string(),
  sha256: z.string(),
  platform: z.string(),
  account_id: z.string(),
  for_day: isoDate,
});
export type VersionWeek = z.infer<typeof versionWeek>;
const storedWeeks = z.object({ weeks: z.array(versionWeek) });

const keptDays = 90;
const model = 'creative_scorer';

type Deps = Pick<StageDeps, 'objects' | 'config' | 'now'>;

/** All that is known, this time's included; what another run stores meanwhile stays, and this is measured again next time. */
export async function keepVersionAccuracy(matured: readonly MaturedPrediction[], deps: Deps): Promise<VersionWeek[]> {
  const key = keys.versionAccuracy(model);
  const stored = await deps.objects.get(key);
  const known = stored ? parseStored(key, stored.body, storedWeeks).weeks : [];
  const fresh = weeksOf(matured, deps.config.models.watch.impressions);
  if (fresh.length === 0) return known;
  const from = addDays(dayOf(deps.now()), -keptDays);
  const all = new Map(
    [...known, ...fresh].filter(({ for_day }) => for_day >= from).map((week) => [nameOf(week), week]),
  );
  const weeks = [...all.values()];
  await replaceIfUnchanged(deps.objects, key, encodeJson({ weeks }), unchangedSince(stored));
  return weeks;
}

/** Ads with fewer impressions than `least` say nothing of a version. */
function weeksOf(matured: readonly MaturedPrediction[], least: number): VersionWeek[] {
  const groups = new Map<
    string,
    { about: Omit<VersionWeek, keyof typeof errorSums.shape>; own: MaturedPrediction[] }
  >();
  for (const each of matured) {
    if (!each.model || each.impressions < least) continue;
    const about = { ...each.model, platform: each.platform, account_id: each.accountId, for_day: each.fromDay };
    const group = groups.get(nameOf(about));
    if (group) group.own.push(each);
    else groups.set(nameOf(about), { about, own: [each] });
  }
  return [...groups.values()].map(({ about, own }) => ({ ...about, ...sumsOf(own) }));
}

const nameOf = ({ sha256, platform, account_id, for_day }: Omit<VersionWeek, keyof typeof errorSums.shape>): string =>
  `${for_day} ${sha256} ${accountKey(platform, account_id)}`;
