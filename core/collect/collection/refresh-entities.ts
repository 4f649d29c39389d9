/** Lists what an account has. The platform does not say what changed since, so a list is complete or not stored at all. */
import { AdsError } from '../../errors.ts';
import { mustStop } from '../../running/deadline.ts';
import { readContents } from './content-cache.ts';
import { type EntityIndex, readEntityIndex, updatedEntityIndex, writeEntityIndex } from './entity-index.ts';
import { rawEntityRows } from './entity-rows.ts';
import { type CollectorRun, noteDrift, noteResult, platformNameOf, storePiece } from './run.ts';

/** Undefined when the deadline came before every text was read: those that were are remembered. */
export async function refreshEntities(run: CollectorRun): Promise<EntityIndex | undefined> {
  const { deps, account: id } = run;
  const { platform, objects, logger, config, now } = deps;
  const at = now();
  const platformName = platformNameOf(deps);
  const account = await findAccount(run);
  const groups = await platform.campaignGroups(id);
  const campaigns = await platform.campaigns(id);
  const creatives = await platform.creatives(id);
  for (const result of [groups, campaigns, creatives]) noteResult(run, result);
  const contents = await readContents(creatives.records, {
    objects,
    platform,
    platformName,
    account: id,
    settings: config.collection,
    now,
    mustStop: () => mustStop(deps),
    onProgress: (done, total) => deps.progress(`reading the ad texts of account ${id}`, done, total),
  });
  noteDrift(run, contents.drift);
  run.contentPending = contents.pending;
  if (contents.pending > 0 && !contents.failure) return undefined;
  if (contents.failure)
    logger.warn('some ad texts could not be read; performance is collected without them', {
      account: id,
      pending: contents.pending,
      reason: contents.failure.message,
    });
  const rows = rawEntityRows(
    {
      account,
      groups: groups.records,
      campaigns: campaigns.records,
      creatives: creatives.records,
      contentOf: contents.of,
    },
    { platform: platformName, account: id, runId: run.runId, observedAt: at },
  );
  const rejected = [...groups.rejected, ...campaigns.rejected, ...creatives.rejected];
  await storePiece(run, { kind: 'entities', name: 'entities', at, rows, rejected });
  run.entities = rows.length;
  const known = await readEntityIndex(objects, platformName, id);
  const listing = { account, creatives: creatives.records, contentPending: contents.pending, at };
  const index = updatedEntityIndex(known, listing);
  await writeEntityIndex(objects, platformName, index);
  return index;
}

async function findAccount(run: CollectorRun) {
  const accounts = await run.deps.platform.accounts();
  noteResult(run, accounts);
  const account = accounts.records.find(({ account_id }) => account_id === run.account);
  if (account) return account;
  throw new AdsError(
    `The token cannot read account ${run.account}`,
    'Give the token’s member a role on the account, or remove the account from linkedin.accounts.',
  );
}
