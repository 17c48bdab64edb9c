import { InvalidArgumentError } from 'commander';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { momentIn } from './moment-in.ts';

const day = /^\d{4}-\d{2}-\d{2}$/;

/** A day, which begins at its UTC midnight, or a moment as `momentIn` takes it. */
export function timeIn(text: string): UtcMs {
  if (!day.test(text)) return timeOrMoment(text);
  const at = Date.parse(`${text}T00:00:00Z`);
  // Some engines read the 31st of February as a day of March.
  if (Number.isNaN(at) || !new Date(at).toISOString().startsWith(text)) throw new InvalidArgumentError(hint);
  return utcMs(at);
}

function timeOrMoment(text: string): UtcMs {
  try {
    return momentIn(text);
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw new InvalidArgumentError(hint);
    throw error;
  }
}

const hint = 'Name a day such as 2024-01-31, or a moment in UTC such as 2024-01-31T13:00Z.';
