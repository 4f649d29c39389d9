/** What this program changed on the platform, as its events tell. */
import type { DecisionEvent, EntityChange } from '../../contracts/decisions.ts';
import type { OwnChange } from '../../domain/account-state.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import { type ChangeLog, openChangeLog } from '../log/change-log.ts';
import { isOpen } from '../log/decision-life.ts';
import type { ListedLife } from '../log/events.ts';

export interface OwnChanges {
  /** Written and read back, undone or not, oldest first. */
  applied: OwnChange[];
  /** Intended, and not known yet whether they happened. For limits they count as if they had. */
  open: OwnChange[];
}

/** All that this program applied, oldest first, of these accounts or of all; undone ones too, with the time of their undoing. */
export async function readOwnChanges(objects: ObjectStore, accounts?: readonly string[]): Promise<OwnChange[]> {
  return (await ownChangesIn(await openChangeLog(objects), accounts)).applied;
}

type Log = Pick<ChangeLog, 'lives' | 'event'>;

export async function ownChangesIn(log: Log, accounts?: readonly string[]): Promise<OwnChanges> {
  const lives = log.lives().filter(({ status }) => status !== 'proposed');
  const found: { own: OwnChange; open: boolean; account: string }[] = [];
  for (let start = 0; start < lives.length; start += readAtOnce)
    found.push(...(await Promise.all(lives.slice(start, start + readAtOnce).map((life) => read(log, life)))).flat());
  const wanted = found
    .filter(({ account }) => accounts === undefined || accounts.includes(account))
    .toSorted((one, other) => one.own.appliedAt.getTime() - other.own.appliedAt.getTime());
  const part = (open: boolean) => wanted.filter((each) => each.open === open).map(({ own }) => own);
  return { applied: part(false), open: part(true) };
}

const readAtOnce = 16;

/** Of most decisions nothing is read: they were never written. */
async function read(log: Log, { status, keys }: ListedLife) {
  const last = (ending: string) => keys.findLast((key) => key.endsWith(`-${ending}.json`));
  const open = isOpen(status);
  const key = last('applied') ?? (open ? last('intended') : undefined);
  if (key === undefined) return [];
  const undoneKey = last('undone');
  const [event, undone] = await Promise.all([log.event(key), undoneKey && log.event(undoneKey)]);
  const own = ownChangeOf(event, undone ? new Date(undone.at) : null);
  return own ? [{ own, open: open && event.event === 'intended', account: event.target?.account_id ?? '' }] : [];
}

function ownChangeOf({ decision_id, at, target, change }: DecisionEvent, undoneAt: Date | null): OwnChange | undefined {
  if (!target || !change) return undefined;
  return {
    decisionId: decision_id,
    action: target.action,
    campaignId: target.campaign_id,
    creativeId: target.creative_id,
    appliedAt: new Date(at),
    undoneAt,
    from: plainValue(change.from),
    to: plainValue(change.to),
  };
}

const plainValue = (value: EntityChange['from']): string | number =>
  typeof value === 'string' ? value : Number(value.amount);
