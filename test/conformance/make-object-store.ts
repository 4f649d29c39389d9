import type { ObjectStore } from '../../core/ports/object-store.ts';

/** A new, empty store at each call. */
export type MakeObjectStore = () => Promise<ObjectStore>;
