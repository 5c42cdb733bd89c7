export const hourOf = (at: string): string => at.slice(0, 13);

/** The hours that a period overlaps, as the indexes by time name them. */
export const hoursOf = (from: string, until: string): readonly string[] => {
  const hours: string[] = [];
  const end = Date.parse(until);
  for (let hour = Date.parse(`${hourOf(from)}:00:00.000Z`); hour < end; hour += 3_600_000) {
    hours.push(hourOf(new Date(hour).toISOString()));
  }
  return hours;
};
