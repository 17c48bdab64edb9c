import { assert } from '#shared/base/assert.ts';
import type { RecordFacts } from '#shared/contract/memory.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/** What is counted of a trade, in the units of its facts. */
export interface ClosedTrade {
  readonly openedAtUtcMs: number;
  readonly net: number;
  /** Null where nobody approved a risk. */
  readonly rMultiple: number | null;
}

/** Reads the facts of a trade; null where it had not been closed by a moment. */
export function closedTrade(facts: RecordFacts, asOfUtcMs: UtcMs): ClosedTrade | null {
  const { openedAtUtcMs, closedAtUtcMs, net, rMultiple } = facts;
  if (closedAtUtcMs === undefined) return null;
  assert(
    typeof openedAtUtcMs === 'number' && typeof closedAtUtcMs === 'number' && typeof net === 'number',
    'a trade says when it was opened, when it was closed and what came of it',
  );
  if (closedAtUtcMs > asOfUtcMs) return null;
  return { openedAtUtcMs, net, rMultiple: typeof rMultiple === 'number' ? rMultiple : null };
}
