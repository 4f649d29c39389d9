/** Stat dates, both included: facts of other days are not read, so that the cost follows what is new and not the history. */
export interface FactDays {
  from_day: string;
  to_day: string;
}

export const everyDay: FactDays = { from_day: '0001-01-01', to_day: '9999-12-31' };

/** Of what has no figures. */
export const noDays: FactDays = { from_day: '1970-01-02', to_day: '1970-01-01' };

/** From the earlier of the first days to the later of the last ones. */
export function spanOf(one: FactDays, other: FactDays): FactDays {
  if (isEmpty(one)) return other;
  if (isEmpty(other)) return one;
  return {
    from_day: one.from_day < other.from_day ? one.from_day : other.from_day,
    to_day: one.to_day > other.to_day ? one.to_day : other.to_day,
  };
}

export const isEmpty = ({ from_day, to_day }: FactDays): boolean => from_day > to_day;

/** Whether no day is between the first and the last of both. */
export const isApart = (one: FactDays, other: FactDays): boolean =>
  isEmpty(one) || isEmpty(other) || one.to_day < other.from_day || other.to_day < one.from_day;
