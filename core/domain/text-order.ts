/** For sorting texts by their code units, as object keys and ISO instants sort: negative, where `one` comes first. */
export const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
