/** Counts of what was asked of the API, and the newest calls in detail. */
export interface Call {
  /** Virtual time, ISO. */
  at: string;
  method: string;
  endpoint: string;
  target: string;
  status: number;
  faults: string[];
}

export interface CallLog {
  add(call: Call): void;
  counts(): CallCounts;
  /** Newest last. */
  recent(howMany: number): Call[];
  clear(): void;
}

export interface CallCounts {
  total: number;
  by_endpoint: Record<string, number>;
  by_status: Record<string, number>;
  by_fault: Record<string, number>;
}

const kept = 2000;

export function createCallLog(): CallLog {
  let calls: Call[] = [];
  let counts = noCounts();
  return {
    add(call) {
      counts.total += 1;
      raise(counts.by_endpoint, `${call.method} ${call.endpoint}`);
      raise(counts.by_status, String(call.status));
      for (const fault of call.faults) raise(counts.by_fault, fault);
      calls.push(call);
      if (calls.length > 2 * kept) calls = calls.slice(-kept);
    },
    counts: () => structuredClone(counts),
    recent: (howMany) => calls.slice(-Math.min(howMany, kept)),
    clear() {
      calls = [];
      counts = noCounts();
    },
  };
}

const noCounts = (): CallCounts => ({ total: 0, by_endpoint: {}, by_status: {}, by_fault: {} });

function raise(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
