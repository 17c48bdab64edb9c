/** What is left, rounded up so that it reads 0:00 only when nothing is: 4:59, 1:04:59. */
export function countdownText(remainingMs: number): string {
  const seconds = Math.max(0, Math.ceil(remainingMs / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const tail = String(seconds % 60).padStart(2, '0');
  return hours === 0 ? `${minutes}:${tail}` : `${hours}:${String(minutes).padStart(2, '0')}:${tail}`;
}

/** How long until something that is far off, to the minute, rounded down: 0:47, 6:14, two days and 06:00. */
export function spanOf(remainingMs: number): { readonly days: number; readonly time: string } {
  const minutes = Math.max(0, Math.floor(remainingMs / 60_000));
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24];
  const [hour, minute] = [String(hours), String(minutes % 60).padStart(2, '0')];
  return { days, time: `${days === 0 ? hour : hour.padStart(2, '0')}:${minute}` };
}
