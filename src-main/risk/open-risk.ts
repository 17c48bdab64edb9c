import type { Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Position } from '#shared/trading/position.ts';
import type { Side } from '#shared/trading/side.ts';
import { money, type Money } from '#shared/units/money.ts';
import { limitFault } from './limit-fault.ts';
import { lossPerLot } from './loss-per-lot.ts';
import type { PendingEntry } from './pending-entries.ts';

export interface OpenRisk {
  /** What the account loses when every stop is reached, and every entry under way filled at its worst price first. */
  readonly money: Money;
  /** The same, one by one. */
  readonly parts: readonly RiskPart[];
  /** Margin that the entries under way will take. */
  readonly pendingMarginMoney: Money;
  readonly withoutStop: readonly Position[];
}

/** A position, or an entry under way. */
export interface RiskPart {
  readonly symbol: string;
  readonly side: Side;
  readonly money: number;
}

interface Exposure {
  readonly positions: readonly Position[];
  readonly pendingEntries: readonly PendingEntry[];
  readonly instruments: ReadonlyMap<string, Instrument>;
  /** As in RiskRequest. */
  readonly dailyAtr: ReadonlyMap<string, number> | undefined;
}

/** A position without a stop is taken to lose so many ATR(D1), where that is known ... */
const unstoppedAtr = 3;

/** ... and at least this share of its notional. */
const unstoppedNotionalRatio = 0.1;

/**
 * The sum of open risk, from opening price to stop, of all positions of the account; one whose stop has passed its opening price risks
 * nothing. What is held or under way in an instrument that the terminal has not reported cannot be measured: INSTRUMENT_MISSING.
 */
export function openRisk({ positions, pendingEntries, instruments, dailyAtr }: Exposure): Result<OpenRisk, Fault> {
  if (positions.length === 0 && pendingEntries.length === 0) return nothingOpen;
  const parts: RiskPart[] = [];
  let pendingMargin = 0;
  for (const position of positions) {
    const { symbol, side } = position;
    const instrument = instruments.get(symbol);
    if (instrument === undefined) return err(unmeasured(symbol));
    parts.push({ symbol, side, money: positionRisk(position, instrument, dailyAtr?.get(symbol) ?? 0) });
  }
  for (const { request, remaining } of pendingEntries) {
    const { symbol, side } = request;
    const instrument = instruments.get(symbol);
    if (instrument === undefined) return err(unmeasured(symbol));
    parts.push({ symbol, side, money: (request.riskMoney * remaining) / request.volume });
    pendingMargin += instrument.marginPerLot * remaining;
  }
  const riskMoney = parts.reduce((sum, part) => sum + part.money, 0);
  const withoutStop = positions.filter((position) => position.stop === null);
  return ok({ money: money(riskMoney), parts, pendingMarginMoney: money(pendingMargin), withoutStop });
}

const nothingOpen = ok<OpenRisk>({ money: money(0), parts: [], pendingMarginMoney: money(0), withoutStop: [] });

function positionRisk(position: Position, instrument: Instrument, dailyAtr: number): number {
  const { side, volume, openPrice, stop } = position;
  if (stop !== null) return volume * Math.max(0, lossPerLot({ side, from: openPrice, stop }, instrument));
  const distance = Math.max(unstoppedAtr * dailyAtr, unstoppedNotionalRatio * openPrice);
  return (volume * distance * instrument.tickValue) / instrument.tickSize;
}

function unmeasured(symbol: string): Fault {
  const message = `Something is open in ${symbol}, whose instrument the terminal has not reported: its risk is not known.`;
  return limitFault('INSTRUMENT_MISSING', message, { value: null, limit: symbol });
}
