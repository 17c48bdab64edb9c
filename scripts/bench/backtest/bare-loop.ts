import type { ReferenceTerms } from '#main/testkit/reference-backtest.ts';
import type { SyntheticBars } from '#main/testkit/synthetic-market.ts';

/** A wish to enter waits so long for a market that opens again. */
const validityMs = 300_000;

/**
 * The same rules as the reference engine's in one loop over the arrays, as fast as they can be written by hand: the channels' extremes from monotonic
 * queues, nothing allocated but the curve of equity, no limits, no reports. What a runner that does all of these is measured against.
 */
export function bareLoop(
  bars: SyntheticBars,
  terms: ReferenceTerms,
): { readonly trades: number; readonly finalEquity: number } {
  const { length, openTimeUtcMs, closeTimeUtcMs, open, high, low, close, spread } = bars;
  const { entryBars, exitBars, atrBars, stopAtr, riskRatio } = terms;
  const { tickSize, tickValue, commissionPerLotSide, volumeStep, volumeMin, volumeMax, digits } = terms.instrument;
  const scale = 10 ** digits;
  const moneyPerPrice = tickValue / tickSize;
  const warmUp = Math.max(entryBars, exitBars, atrBars);
  const entryHigh = queue(entryBars);
  const entryLow = queue(entryBars);
  const exitHigh = queue(exitBars);
  const exitLow = queue(exitBars);
  const equity = new Float64Array(length);
  let balance = terms.balance;
  let trades = 0;
  let side = 0;
  let volume = 0;
  let openPrice = 0;
  let stop = 0;
  let commission = 0;
  /** What the bar before asked for: 1 buy, −1 sell, 2 leave. */
  let wish = 0;
  let wishedStop = 0;
  let atr = 0;
  let rangeSum = 0;
  let lastClose = NaN;
  let lastSpread = NaN;
  for (let i = 0; i < length; i++) {
    const o = open[i] ?? NaN;
    const h = high[i] ?? NaN;
    const l = low[i] ?? NaN;
    const c = close[i] ?? NaN;
    const s = spread[i] ?? NaN;
    if (wish === 2) {
      balance += cents(side * ((side > 0 ? o : o + s) - openPrice) * moneyPerPrice * volume) - commission;
      side = 0;
      trades++;
    } else if (wish !== 0) {
      const ask = Math.round((o + s) * scale) / scale;
      const lastAsk = Math.round((lastClose + lastSpread) * scale) / scale;
      const worst = wish > 0 ? Math.max(ask, lastAsk) : Math.min(o, lastClose);
      const isReached = wish > 0 ? Math.min(o, lastClose) <= wishedStop : Math.max(ask, lastAsk) >= wishedStop;
      if (!isReached && (openTimeUtcMs[i] ?? NaN) < (closeTimeUtcMs[i - 1] ?? NaN) + validityMs) {
        const loss = Math.abs(worst - wishedStop) * moneyPerPrice + 2 * commissionPerLotSide;
        volume = Math.min(Math.floor((balance * riskRatio) / loss / volumeStep + 1e-6) * volumeStep, volumeMax);
        if (volume >= volumeMin - volumeStep / 2) {
          side = wish;
          openPrice = wish > 0 ? ask : o;
          stop = wishedStop;
          commission = cents(commissionPerLotSide * volume);
          balance -= commission;
        }
      }
    }
    wish = 0;
    if (side !== 0) {
      const opening = side > 0 ? o : o + s;
      const worst = side > 0 ? l : h + s;
      if (side * (worst - stop) <= 1e-9) {
        const out = side * (opening - stop) <= 1e-9 ? opening : stop;
        balance += cents(side * (out - openPrice) * moneyPerPrice * volume) - commission;
        side = 0;
        trades++;
      }
    }
    equity[i] = balance + (side === 0 ? 0 : side * ((side > 0 ? c : c + s) - openPrice) * moneyPerPrice * volume);

    if (i > 0) {
      const range = Math.max(h - l, Math.abs(h - lastClose), Math.abs(l - lastClose));
      if (i > atrBars) atr = (atr * (atrBars - 1) + range) / atrBars;
      else {
        rangeSum += range;
        if (i === atrBars) atr = rangeSum / atrBars;
      }
    }
    lastClose = c;
    lastSpread = s;
    const highestEntry = headBefore(entryHigh, i);
    const lowestEntry = -headBefore(entryLow, i);
    const highestExit = headBefore(exitHigh, i);
    const lowestExit = -headBefore(exitLow, i);
    if (side > 0) wish = c < lowestExit ? 2 : 0;
    else if (side < 0) wish = c > highestExit ? 2 : 0;
    else if (i >= warmUp && (c > highestEntry || c < lowestEntry)) {
      wish = c > highestEntry ? 1 : -1;
      const distance = Math.max(1, Math.ceil((stopAtr * atr) / tickSize - 1e-6)) * tickSize;
      wishedStop = Math.round((c - wish * distance) * scale) / scale;
    }
    enqueue(entryHigh, i, h);
    enqueue(entryLow, i, -l);
    enqueue(exitHigh, i, h);
    enqueue(exitLow, i, -l);
  }
  if (side !== 0) {
    const out = (close[length - 1] ?? NaN) + (side > 0 ? 0 : (spread[length - 1] ?? NaN));
    balance += cents(side * (out - openPrice) * moneyPerPrice * volume) - commission;
    trades++;
  }
  return { trades, finalEquity: balance };
}

/** A broker books whole cents, halves of one away from zero. */
const cents = (amount: number): number =>
  (Math.sign(amount) * Math.round(Math.abs(amount) * 100 * (1 + Number.EPSILON))) / 100;

/** Falling values of a window, the highest first, in a ring whose length is a power of two. */
interface Queue {
  readonly bars: number;
  readonly mask: number;
  readonly values: Float64Array;
  readonly indexes: Int32Array;
  head: number;
  tail: number;
}

function queue(bars: number): Queue {
  const capacity = 2 ** Math.ceil(Math.log2(bars + 1));
  return {
    bars,
    mask: capacity - 1,
    values: new Float64Array(capacity),
    indexes: new Int32Array(capacity),
    head: 0,
    tail: 0,
  };
}

/** The highest of the bars before `index`. */
function headBefore(of: Queue, index: number): number {
  if (of.head !== of.tail && (of.indexes[of.head & of.mask] ?? 0) < index - of.bars) of.head++;
  return of.values[of.head & of.mask] ?? NaN;
}

function enqueue(of: Queue, index: number, value: number): void {
  while (of.tail !== of.head && (of.values[(of.tail - 1) & of.mask] ?? NaN) <= value) of.tail--;
  of.values[of.tail & of.mask] = value;
  of.indexes[of.tail & of.mask] = index;
  of.tail++;
}
