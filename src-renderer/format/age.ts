/** An age in the largest unit that still says something, rounded down: an age never reads older than it is. */
export interface Age {
  readonly unit: 'seconds' | 'minutes' | 'hours' | 'days';
  readonly amount: number;
}

export function ageOf(elapsedMs: number): Age {
  const seconds = Math.max(0, Math.floor(elapsedMs / 1000));
  if (seconds < 60) return { unit: 'seconds', amount: seconds };
  if (seconds < 3600) return { unit: 'minutes', amount: Math.floor(seconds / 60) };
  if (seconds < 48 * 3600) return { unit: 'hours', amount: Math.floor(seconds / 3600) };
  return { unit: 'days', amount: Math.floor(seconds / 86_400) };
}
