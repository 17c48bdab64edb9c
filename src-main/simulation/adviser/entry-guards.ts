import { spreadPoints } from '#shared/market/instrument-prices.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import type { Lots } from '#shared/units/lots.ts';
import type { Money } from '#shared/units/money.ts';
import type { AccountFigures } from '#main/fills/account-figures.ts';
import type { BrokerState } from '../broker/broker-state.ts';
import type { MarketNow } from '../broker/market-watch.ts';
import type { Caps } from './adviser-inputs.ts';

/** Who forbids entries: the cockpit, or the trader at the chart. Each lifts only its own. */
export interface Halts {
  readonly app: boolean;
  readonly chart: boolean;
  readonly reason: string;
}

/** What stands between an entry and the broker, beside the order's own parameters. None of it binds what reduces. */
export interface EntryGuards {
  readonly caps: Caps;
  readonly halts: Halts;
  /** The cockpit was heard within the dead man's time. */
  readonly isAppHeard: boolean;
  readonly tradesToday: number;
  /** Null before the account was seen on this day. */
  readonly dayBaseline: Money | null;
}

/** HALTED, DEAD_MAN, VOLUME_LIMIT, POSITIONS_MAX, TRADES_MAX, SPREAD_TOO_WIDE, DAILY_LOSS_LIMIT or SYMBOL_NOT_FLAT, or null where an entry may pass. */
export function guardEntry(
  volume: Lots,
  guards: EntryGuards,
  now: { readonly broker: BrokerState; readonly figures: AccountFigures; readonly market: MarketNow },
): Fault | null {
  const { caps, halts, tradesToday, dayBaseline } = guards;
  const { broker, figures, market } = now;
  const { instrument, quote } = market;
  if (halts.app || halts.chart)
    return fault('HALTED', `Entries are halted in the terminal: ${halts.reason}.`, {
      app: halts.app,
      chart: halts.chart,
    });
  if (!guards.isAppHeard) return fault('DEAD_MAN', 'The cockpit was silent for too long; nothing is opened for it.');
  if (isAbove(volume, caps.maxVolume, instrument.volumeStep / 2))
    return fault('VOLUME_LIMIT', 'The volume is above the cap in the terminal.', { volume, limit: caps.maxVolume });
  const positions = broker.positions.length + broker.orders.length;
  if (isReached(positions, caps.maxPositions))
    return fault('POSITIONS_MAX', 'As many positions are open as the terminal allows.', {
      positions,
      limit: caps.maxPositions,
    });
  if (isReached(tradesToday, caps.maxTradesPerDay))
    return fault('TRADES_MAX', 'As many trades were opened today as the terminal allows.', {
      trades: tradesToday,
      limit: caps.maxTradesPerDay,
    });
  const spread = spreadPoints(quote, instrument);
  if (isAbove(spread, caps.maxSpreadPoints, 0))
    return fault('SPREAD_TOO_WIDE', 'The spread is above the cap in the terminal.', {
      spread,
      limit: caps.maxSpreadPoints,
    });
  const loss = dayBaseline === null ? 0 : dayBaseline - (figures.equity - broker.credit);
  const lossMax = caps.maxDailyLossRatio * (dayBaseline ?? 0);
  if (lossMax > 0 && loss >= lossMax)
    return fault('DAILY_LOSS_LIMIT', 'The day has lost as much as the terminal allows.', { loss, limit: lossMax });
  const isFlat =
    !broker.positions.some(({ symbol }) => symbol === instrument.symbol) &&
    !broker.orders.some(({ request }) => request.symbol === instrument.symbol);
  if (broker.terms.marginMode === 'netting' && !isFlat)
    return fault('SYMBOL_NOT_FLAT', 'On a netting account an entry would mix with what is open on the symbol.');
  return null;
}

const isAbove = (value: number, cap: number, tolerance: number): boolean => cap > 0 && value > cap + tolerance;

const isReached = (count: number, cap: number): boolean => cap > 0 && count >= cap;
