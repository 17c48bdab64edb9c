let isWatched = false;

/**
 * A line for whoever looks. Nobody may: where the other end is closed (a terminal that went away, a parent that was killed) a write fails, and
 * were that an error of the program, telling it would fail again, and again.
 */
export function toStderr(line: string): void {
  if (!isWatched) process.stderr.on('error', () => undefined);
  isWatched = true;
  process.stderr.write(line);
}
