/** Storage of whole objects. Every adapter passes test/conformance/object-store.ts. */
export interface StoredObject {
  body: Uint8Array;
  /** Changes whenever the content does; compare, never parse. */
  etag: string;
}

export interface ListedObject {
  key: string;
  bytes: number;
}

/** `ifMatch`: only over this version. `ifNoneMatch`: only where there is nothing yet. Else ObjectConflictError. */
export type PutCondition = { ifMatch: string } | { ifNoneMatch: '*' };

/** Immutable-by-habit storage of whole objects. A put is seen whole or not at all. */
export interface ObjectStore {
  /** Undefined when there is no such object. */
  get(key: string): Promise<StoredObject | undefined>;
  put(key: string, body: Uint8Array | AsyncIterable<Uint8Array>, condition?: PutCondition): Promise<{ etag: string }>;
  /** Every object below the prefix, in key order (UTF-8 bytes, as S3 lists), or only those after a key. */
  list(prefix: string, after?: string): AsyncIterable<ListedObject>;
  /** No error when there is no such object. */
  delete(key: string): Promise<void>;
}
