const millisecondsPerDay = 24 * 60 * 60 * 1000;

export const dayAfter = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * millisecondsPerDay).toISOString().slice(0, 10);
