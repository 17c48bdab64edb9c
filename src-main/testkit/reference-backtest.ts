import { assertDefined } from '#shared/base/assert.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { SyntheticBars } from './synthetic-market.ts';

export interface ReferenceTerms {
  readonly instrument: Instrument;
  readonly clock: BrokerClock;
  readonly balance: number;
  readonly riskRatio: number;
  readonly entryBars: number;
  readonly exitBars: number;
  readonly atrBars: number;
  readonly stopAtr: number;
}

export interface ReferenceTrade {
  readonly side: 'buy' | 'sell';
  readonly volume: number;
  readonly decidedAtUtcMs: number;
  readonly openedAtUtcMs: number;
  readonly closedAtUtcMs: number;
  readonly openPrice: number;
  readonly closePrice: number;
  readonly stop: number;
  readonly exitReason: 'stop' | 'oppositeChannel' | 'endOfRun';
  readonly commission: number;
  readonly swap: number;
  readonly net: number;
}

export interface ReferenceRun {
  readonly trades: readonly ReferenceTrade[];
  readonly finalEquity: number;
  /** By each bar's close. */
  readonly equity: readonly number[];
}

interface Bar {
  readonly openTimeUtcMs: number;
  readonly closeTimeUtcMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly spread: number;
}

interface Open {
  readonly side: 'buy' | 'sell';
  readonly volume: number;
  readonly decidedAtUtcMs: number;
  readonly openedAtUtcMs: number;
  readonly openPrice: number;
  readonly stop: number;
  swap: number;
}

/**
 * Donchian breakout with an ATR stop on one symbol, one bar at a time and as plainly as the rules can be written: the judge of the columnar
 * runner, with which it shares no code beyond what a bar, an instrument and the broker's clock are. Decided on a bar's close, filled at the
 * next bar's opening without delay, latency or slippage; every limit but the size by risk is taken to be wide, and the drift limit none.
 */
export function referenceBacktest(table: SyntheticBars, terms: ReferenceTerms): ReferenceRun {
  const bars = Array.from({ length: table.length }, (_, index) => barAt(table, index));
  const trades: ReferenceTrade[] = [];
  const equity: number[] = [];
  const atr = wilderAtr(bars, terms.atrBars);
  let balance = terms.balance;
  let open: Open | null = null;

  const close = (position: Open, exit: Pick<ReferenceTrade, 'closedAtUtcMs' | 'closePrice' | 'exitReason'>): void => {
    const perSide = commissionOf(position.volume, terms.instrument);
    const commission = perSide + perSide;
    const gross = cents(profit(position, exit.closePrice, terms.instrument));
    balance += gross + perSide + position.swap;
    const { side, volume, decidedAtUtcMs, openedAtUtcMs, openPrice, stop, swap } = position;
    trades.push({
      ...{ side, volume, decidedAtUtcMs, openedAtUtcMs, openPrice, stop, swap, commission },
      ...exit,
      net: gross + commission + swap,
    });
    open = null;
  };

  for (const [index, bar] of bars.entries()) {
    // What the bar before was decided on is filled at this bar's opening.
    const signal = index === 0 ? null : signalAt(bars, index - 1, { terms, open, atr });
    const before = bars[index - 1];
    if (open !== null && before !== undefined) accrueSwap(open, { before, bar, terms });
    // The broker's stop is at the opening before anybody's order.
    const isStoppedAtOnce = open !== null && isBeyondStop(open, openingOf(open, bar, terms));
    if (open !== null && (isStoppedAtOnce || signal?.kind === 'exit'))
      close(open, {
        closedAtUtcMs: bar.openTimeUtcMs,
        closePrice: openingOf(open, bar, terms),
        exitReason: isStoppedAtOnce ? 'stop' : 'oppositeChannel',
      });
    else if (open === null && before !== undefined && signal?.kind === 'enter') {
      open = enter(signal, { before, bar, balance, terms });
      if (open !== null) balance += commissionOf(open.volume, terms.instrument);
    }
    if (open !== null && isBeyondStop(open, worstOf(open, bar)))
      close(open, { closedAtUtcMs: bar.closeTimeUtcMs, closePrice: open.stop, exitReason: 'stop' });
    if (open !== null && index === bars.length - 1)
      close(open, {
        closedAtUtcMs: bar.closeTimeUtcMs,
        closePrice: onGrid(onClosing(open.side, bar.close, bar.spread), terms.instrument),
        exitReason: 'endOfRun',
      });
    equity.push(balance + (open === null ? 0 : floating(open, bar, terms.instrument)));
  }
  return { trades, finalEquity: balance, equity };
}

type Signal =
  { readonly kind: 'enter'; readonly side: 'buy' | 'sell'; readonly stop: number } | { readonly kind: 'exit' };

/** By the bars up to `index` alone. */
function signalAt(
  bars: readonly Bar[],
  index: number,
  at: { readonly terms: ReferenceTerms; readonly open: Open | null; readonly atr: readonly number[] },
): Signal | null {
  const { terms, open, atr } = at;
  const { close } = known(bars[index]);
  if (open !== null) {
    const leaves =
      open.side === 'buy'
        ? close < lowestLow(bars, index, terms.exitBars)
        : close > highestHigh(bars, index, terms.exitBars);
    return leaves ? { kind: 'exit' } : null;
  }
  const range = known(atr[index]);
  if (index < Math.max(terms.entryBars, terms.exitBars, terms.atrBars)) return null;
  const distance = ticksUp(terms.stopAtr * range, terms.instrument);
  if (close > highestHigh(bars, index, terms.entryBars))
    return { kind: 'enter', side: 'buy', stop: onGrid(close - distance, terms.instrument) };
  if (close < lowestLow(bars, index, terms.entryBars))
    return { kind: 'enter', side: 'sell', stop: onGrid(close + distance, terms.instrument) };
  return null;
}

/** A wish to enter waits so long for a market that opens again. */
const validityMs = 300_000;

/**
 * The volume that loses no more than its share of equity from the price that was agreed to, the decision's or the opening's where that is worse, to the
 * stop. Null where the smallest volume would lose more, the stop is reached already, or the market opens too late.
 */
function enter(
  { side, stop }: Extract<Signal, { kind: 'enter' }>,
  at: { readonly before: Bar; readonly bar: Bar; readonly balance: number; readonly terms: ReferenceTerms },
): Open | null {
  const { before, bar, balance, terms } = at;
  const { tickSize, tickValue, commissionPerLotSide, volumeStep, volumeMin, volumeMax } = terms.instrument;
  const askOf = (bid: number, spread: number): number => onGrid(bid + spread, terms.instrument);
  const [decidedAsk, ask] = [askOf(before.close, before.spread), askOf(bar.open, bar.spread)];
  const worst = side === 'buy' ? Math.max(decidedAsk, ask) : Math.min(before.close, bar.open);
  const isReached = side === 'buy' ? Math.min(before.close, bar.open) <= stop : Math.max(decidedAsk, ask) >= stop;
  if (isReached || bar.openTimeUtcMs >= before.closeTimeUtcMs + validityMs) return null;
  const lossPerLot = (Math.abs(worst - stop) / tickSize) * tickValue + 2 * commissionPerLotSide;
  const steps = Math.floor((balance * terms.riskRatio) / lossPerLot / volumeStep + 1e-6);
  const volume = Math.min(Number((steps * volumeStep).toFixed(8)), volumeMax);
  if (volume < volumeMin) return null;
  return {
    ...{ side, volume, stop, swap: 0 },
    decidedAtUtcMs: before.closeTimeUtcMs,
    openedAtUtcMs: bar.openTimeUtcMs,
    openPrice: side === 'buy' ? ask : bar.open,
  };
}

/** A position is closed on the bid, a short one on the ask. */
const openingOf = ({ side }: Open, bar: Bar, { instrument }: ReferenceTerms): number =>
  onGrid(onClosing(side, bar.open, bar.spread), instrument);

const worstOf = ({ side }: Open, { high, low, spread }: Bar): number => (side === 'buy' ? low : high + spread);

const isBeyondStop = ({ side, stop }: Open, price: number): boolean =>
  side === 'buy' ? price <= stop + 1e-9 : price >= stop - 1e-9;

/** One night for each broker's midnight after the bar before and up to this one's opening, counted by the weekday that ended. */
function accrueSwap(
  open: Open,
  { before, bar, terms }: { readonly before: Bar; readonly bar: Bar; readonly terms: ReferenceTerms },
): void {
  const { swap, point, tickSize, tickValue } = terms.instrument;
  if (swap.mode === 'disabled') return;
  const points = open.side === 'buy' ? swap.long : swap.short;
  const dayMs = 86_400_000;
  const dayOf = (at: number): number => Math.floor(terms.clock.toBroker(utcMs(at)) / dayMs);
  for (let day = dayOf(before.openTimeUtcMs); day < dayOf(bar.openTimeUtcMs); day++) {
    // Day 0 was a Thursday.
    const nights = known(swap.multipliers[(day + 4) % 7]);
    open.swap += cents(nights * open.volume * points * point * (tickValue / tickSize));
  }
}

function wilderAtr(bars: readonly Bar[], period: number): readonly number[] {
  const averages: number[] = [];
  const ranges: number[] = [];
  for (const [index, bar] of bars.entries()) {
    const before = bars[index - 1];
    if (before === undefined) {
      averages.push(NaN);
      continue;
    }
    ranges.push(Math.max(bar.high - bar.low, Math.abs(bar.high - before.close), Math.abs(bar.low - before.close)));
    const last = known(averages.at(-1));
    if (ranges.length < period) averages.push(NaN);
    else if (ranges.length === period) averages.push(ranges.reduce((sum, range) => sum + range, 0) / period);
    else averages.push((last * (period - 1) + known(ranges.at(-1))) / period);
  }
  return averages;
}

function highestHigh(bars: readonly Bar[], before: number, count: number): number {
  let highest = -Infinity;
  for (let index = before - count; index < before; index++) highest = Math.max(highest, known(bars[index]).high);
  return highest;
}

function lowestLow(bars: readonly Bar[], before: number, count: number): number {
  let lowest = Infinity;
  for (let index = before - count; index < before; index++) lowest = Math.min(lowest, known(bars[index]).low);
  return lowest;
}

const onClosing = (side: 'buy' | 'sell', bid: number, spread: number): number => (side === 'buy' ? bid : bid + spread);

/** Of each deal, and negative as deals have it. */
const commissionOf = (volume: number, { commissionPerLotSide }: Instrument): number =>
  cents(-commissionPerLotSide * volume);

/** A broker books whole cents, halves of one away from zero. */
function cents(amount: number): number {
  const whole = Math.round(Math.abs(amount) * 100 * (1 + Number.EPSILON));
  return whole === 0 ? 0 : (Math.sign(amount) * whole) / 100;
}

function profit({ side, volume, openPrice }: Open, closePrice: number, { tickSize, tickValue }: Instrument): number {
  const way = side === 'buy' ? closePrice - openPrice : openPrice - closePrice;
  return (way / tickSize) * tickValue * volume;
}

const floating = (open: Open, bar: Bar, instrument: Instrument): number =>
  profit(open, onClosing(open.side, bar.close, bar.spread), instrument) + open.swap;

/** A distance is rounded up to whole ticks, a level to the nearest. */
const ticksUp = (distance: number, { tickSize }: Instrument): number =>
  Math.max(1, Math.ceil(distance / tickSize - 1e-6)) * tickSize;

const onGrid = (level: number, { tickSize, digits }: Instrument): number =>
  Number((Math.round(level / tickSize) * tickSize).toFixed(digits));

function barAt(table: SyntheticBars, index: number): Bar {
  return {
    openTimeUtcMs: known(table.openTimeUtcMs[index]),
    closeTimeUtcMs: known(table.closeTimeUtcMs[index]),
    open: known(table.open[index]),
    high: known(table.high[index]),
    low: known(table.low[index]),
    close: known(table.close[index]),
    spread: known(table.spread[index]),
  };
}

const known = <T>(value: T): NonNullable<T> => assertDefined(value, 'a bar of the table');
