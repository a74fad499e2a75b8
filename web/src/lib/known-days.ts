interface Day {
  date: string;
  value: number | null;
}

/**
 * Days after the last one that any file tells of are not known, whatever was summed up for them: a
 * line that fell to zero there would tell of a bad day nobody had.
 */
export const knownDays = <D extends Day>(days: D[], until: string | null): D[] =>
  until === null || days.every(({ date }) => date <= until)
    ? days
    : days.map((day) => (day.date <= until ? day : { ...day, value: null }));
