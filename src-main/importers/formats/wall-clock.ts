const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Milliseconds since midnight; NaN for a time that no day has. */
export const timeOfDayMs = (hours: number, minutes: number, seconds: number): number =>
  hours < 24 && minutes < 60 && seconds < 60 ? hours * hourMs + minutes * minuteMs + seconds * 1000 : Number.NaN;

/** Milliseconds of a day's midnight; NaN for a day that no calendar has: Date would read 31 February as 3 March. */
export function dayMs(year: string, month: string, day: string): number {
  const stampMs = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
  const isOnCalendar = !Number.isNaN(stampMs) && new Date(stampMs).getUTCDate() === Number(day);
  return isOnCalendar ? stampMs : Number.NaN;
}

/** Rows of one day follow each other: a calendar look-up a day, not a row. */
export function dayReader(): typeof dayMs {
  let recent = '';
  let recentMs = Number.NaN;
  return (year, month, day) => {
    const key = year + month + day;
    if (key !== recent) {
      recent = key;
      recentMs = dayMs(year, month, day);
    }
    return recentMs;
  };
}
