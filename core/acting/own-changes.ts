import type { OwnChange } from '../decisions/account-state.ts';
import type { ObjectStore } from '../ports.ts';

/** All that this program applied, oldest first, of these accounts or of all; undone ones too, with the time of their undoing. */
export declare function readOwnChanges(objects: ObjectStore, accounts?: readonly string[]): Promise<OwnChange[]>;
