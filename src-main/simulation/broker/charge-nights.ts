import { roundToCents } from '#main/fills/round-to-cents.ts';
import { swapOfNight } from '#main/fills/swap-of-night.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Quote } from '#shared/market/quote.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import { nextMidnight } from '#shared/time/next-midnight.ts';
import type { Position } from '#shared/trading/position.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { BrokerState } from './broker-state.ts';

/**
 * Charges (or pays) a symbol's positions for each midnight of the trade server that lies between two quotes, at the last price before it; the same
 * state where there is none. It is what a backtest charges.
 */
export function chargeNights(
  state: BrokerState,
  { from, to, instrument }: { readonly from: Quote | null; readonly to: Quote; readonly instrument: Instrument },
  clock: BrokerClock,
): BrokerState {
  if (from === null || state.positions.length === 0 || instrument.swap.mode === 'disabled') return state;
  let charged = state;
  for (
    let midnight = nextMidnight(from.occurredAtUtcMs, clock);
    midnight <= to.occurredAtUtcMs;
    midnight = nextMidnight(midnight, clock)
  ) {
    const weekday = weekdayBefore(midnight, clock);
    const positions = charged.positions.map((position) =>
      position.symbol === instrument.symbol && position.openedAtUtcMs < midnight
        ? overNight(position, { price: from.bid, weekday, instrument })
        : position,
    );
    charged = { ...charged, positions };
  }
  return charged;
}

function overNight(
  position: Position,
  night: { readonly price: number; readonly weekday: number; readonly instrument: Instrument },
): Position {
  const { side, volume, openPrice, swap } = position;
  const { price, weekday, instrument } = night;
  const amount = roundToCents(swapOfNight({ side, volume, openPrice, price, weekday }, instrument));
  return { ...position, swap: roundToCents(swap + amount) };
}

/** Of the day that ends with a midnight; 0 is Sunday. */
const weekdayBefore = (midnight: UtcMs, clock: BrokerClock): number =>
  new Date(clock.toBroker(midnight) - 1).getUTCDay();
