import { roundToCents } from '#main/fills/round-to-cents.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { Money } from '#shared/units/money.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/** The trade server's day and what losses in it are counted from. */
export interface DayBook {
  /** The server's midnight. */
  readonly startUtcMs: UtcMs;
  /** max(balance, equity) − credit at that midnight, or when the account was first seen on that day. */
  readonly baseline: Money;
}

/** Days are at least this far apart, whatever the clocks say: else a clock that is set back and forth would forgive a loss. */
const dayMsMin = 20 * 60 * 60 * 1000;

/** The book at a moment: the same one within its day, and never one of an earlier day. */
export function dayAt(
  book: DayBook | null,
  now: { readonly atUtcMs: UtcMs; readonly clock: BrokerClock },
  account: { readonly balance: Money; readonly equity: Money; readonly credit: Money },
): DayBook {
  const startUtcMs = now.clock.midnightBefore(now.atUtcMs);
  if (book !== null && startUtcMs - book.startUtcMs < dayMsMin) return book;
  const { balance, equity, credit } = account;
  return { startUtcMs, baseline: roundToCents(Math.max(balance, equity) - credit) };
}
