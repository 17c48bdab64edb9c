import { InvalidArgumentError } from 'commander';
import { utcMs, utcMsSchema, type UtcMs } from '#shared/units/utc-ms.ts';

const pattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z$/;

/** A moment as the command line takes it: ISO 8601 in UTC. A stamp without its zone would mean another moment on every machine, and is refused. */
export function momentIn(text: string): UtcMs {
  const at = Date.parse(text);
  if (pattern.test(text) && utcMsSchema.safeParse(at).success && isWritten(text, at)) return utcMs(at);
  throw new InvalidArgumentError('Name a moment in UTC, such as 2020-03-16T13:00Z.');
}

/** Some engines read the 31st of February as a day of March. */
const isWritten = (text: string, at: number): boolean => new Date(at).toISOString().startsWith(text.slice(0, 16));
