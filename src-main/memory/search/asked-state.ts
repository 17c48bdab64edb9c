import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { StateWish } from '#shared/contract/memory.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { stateComponents, stateShape, stateVersion } from '#main/features/state-vector.ts';
import type { MarketClock } from '#main/ports/clock.ts';
import type { StateReads, StoredState } from '#main/ports/state-reads.ts';
import { asOf } from './as-of.ts';

/** The vector that neighbours are looked for; `stored` is null where it was given as such. */
export interface AskedState {
  readonly vector: Float32Array;
  readonly timeframe: Timeframe;
  readonly stored: StoredState | null;
}

/** What a question is about: a state, and the moment as of which it is answered. The faults of `asOf` and `askedState`. */
export function askedAsOf(
  { states, marketClock }: { readonly states: Pick<StateReads, 'stateAt'>; readonly marketClock: MarketClock },
  { state, asOfUtcMs: wished }: { readonly state: StateWish; readonly asOfUtcMs: UtcMs | null },
): Result<AskedState & { readonly asOfUtcMs: UtcMs }, Fault> {
  const moment = asOf(wished, marketClock);
  if (!moment.ok) return moment;
  const asked = askedState(states, state, moment.value);
  return asked.ok ? ok({ ...asked.value, asOfUtcMs: moment.value }) : asked;
}

/** STATE_VERSION for numbers that are not those of the version that is stored, STATE_UNKNOWN where no state of that time is. */
function askedState(states: Pick<StateReads, 'stateAt'>, wish: StateWish, asOfUtcMs: UtcMs): Result<AskedState, Fault> {
  switch (wish.kind) {
    case 'vector': {
      const { version, timeframe, vector } = wish;
      if (version !== stateVersion || vector.length !== stateComponents.length) return err(otherVersion(wish));
      if (vector.slice(0, stateShape.alwaysKnown).includes(null)) return err(lacking(wish));
      return ok({ vector: Float32Array.from(vector, (number) => number ?? NaN), timeframe, stored: null });
    }
    case 'moment': {
      const { symbol, timeframe } = wish;
      const atUtcMs = utcMs(Math.min(wish.atUtcMs, asOfUtcMs));
      const stored = states.stateAt({ symbol, timeframe, stateVersion, atUtcMs });
      if (stored === null || stored.state.knownAtUtcMs > atUtcMs) return err(unknown({ symbol, timeframe, atUtcMs }));
      return ok({ vector: stored.state.vector, timeframe, stored });
    }
  }
}

const otherVersion = ({ version, vector }: Extract<StateWish, { kind: 'vector' }>): Fault =>
  fault(
    'STATE_VERSION',
    `The vector is of version ${version} with ${vector.length} numbers; stored are states of version ${stateVersion} with ${stateComponents.length}.`,
    { version, numbers: vector.length, storedVersion: stateVersion, storedNumbers: stateComponents.length },
  );

const lacking = ({ version }: Extract<StateWish, { kind: 'vector' }>): Fault =>
  fault(
    'STATE_VERSION',
    `Of a vector of version ${version} the first ${stateShape.alwaysKnown} numbers are always known; only those behind them may be null.`,
    { version, alwaysKnown: stateShape.alwaysKnown },
  );

function unknown(asked: { readonly symbol: string; readonly timeframe: Timeframe; readonly atUtcMs: UtcMs }): Fault {
  const { symbol, timeframe, atUtcMs } = asked;
  return fault(
    'STATE_UNKNOWN',
    `No state of ${symbol} ${timeframe} is stored as of ${new Date(atUtcMs).toISOString()}. States follow from stored bars of M15 to D1, once some 220 stand without a hole; “ats status” tells which bars there are, “ats rebuild vectors” derives them without a cockpit.`,
    { ...asked },
  );
}
