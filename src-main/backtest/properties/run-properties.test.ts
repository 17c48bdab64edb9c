import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RunPart, RunTrade } from '#shared/contract/backtest.ts';
import { assertDefined } from '#shared/base/assert.ts';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import type { RunOutput } from '../run-output.ts';
import { simulate } from '../simulate.ts';
import { randomRun, randomTerms, rowCount, type RandomRun } from './random-run.suite.ts';

const numRuns = 40;
const cent = 0.01;

/** Over random runs, of which most hold trades of every kind. */
function holdsOverRuns(check: (run: RandomRun, output: RunOutput) => void): void {
  let trades = 0;
  fc.assert(
    fc.property(randomTerms, (terms) => {
      const run = randomRun(terms);
      const output = simulate(run.input);
      trades += output.trades.length;
      check(run, output);
    }),
    { numRuns },
  );
  expect(trades).toBeGreaterThan(numRuns);
}

test('what was approved to be lost is never above the share of equity without credit, and a step more would be', () => {
  holdsOverRuns(({ golden, input }, { trades }) => {
    // With one lane the account is flat at each entry: what it has is what it began with and what it has booked since.
    if (golden.scripts.length > 1) return;
    let equity: number = input.account.balance;
    for (const { riskMoney, volume, net } of trades) {
      const limit = equity * assertDefined(golden.riskRatio, 'a share');
      expect(riskMoney).toBeLessThanOrEqual(limit * (1 + 1e-9));
      const isCapped =
        volume >= sampleGold.volumeMax || volume * sampleGold.marginPerLot > equity - sampleGold.marginPerLot / 100;
      if (!isCapped) expect((riskMoney * (volume + 0.01)) / volume).toBeGreaterThan(limit * (1 - 1e-9));
      equity += net;
    }
  });
});

test('a stop that is neither jumped over nor slipped loses what was approved, to the cent', () => {
  holdsOverRuns(({ input }, { trades }) => {
    if (input.costs.slippage.stop > 0) return;
    for (const it of trades) {
      const isAtStop = it.exitReason === 'stop' && Math.abs(it.closePrice - it.stop) < 1e-9;
      if (isAtStop) expect(-it.net).toBeLessThanOrEqual(it.riskMoney + 3 * cent);
    }
  });
});

test('gross less every cost is net, and no cost is a gain', () => {
  holdsOverRuns((_, { trades }) => {
    for (const { gross, spread, commission, swap, slippage, net } of trades) {
      expect(gross + spread + commission + swap + slippage).toBeCloseTo(net, 6);
      expect(Math.max(spread, commission, slippage)).toBeLessThan(1e-6);
    }
  });
});

test('the trades and the cash are all that becomes of an account', () => {
  holdsOverRuns(({ input }, { trades, curve, days }) => {
    const net = trades.reduce((sum, trade) => sum + trade.net, 0);
    const end = input.account.balance + net;
    expect(curve.equity.at(-1)).toBeCloseTo(end, 6);
    expect(curve.balance.at(-1)).toBeCloseTo(end, 6);
    expect(days.equity.at(-1)).toBeCloseTo(end, 6);
  });
});

test('at every point of the curve equity is balance and what is open then, by the prices of the row', () => {
  let compared = 0;
  holdsOverRuns(({ input }, { trades, curve }) => {
    const { fills } = assertDefined(input.markets[0], 'a market');
    for (const [index, atUtcMs] of curve.timeUtcMs.entries()) {
      const row = fills.closeTimeUtcMs.indexOf(atUtcMs);
      // Of the points of one moment the last is what the moment left; a trade that was closed at it may be of this row or of the next one's opening.
      const isClosing = [...trades, ...partsOf(trades)].some(({ closedAtUtcMs }) => closedAtUtcMs === atUtcMs);
      if (row < 0 || isClosing || curve.timeUtcMs[index + 1] === atUtcMs) continue;
      compared += 1;
      const [bid, spread] = [fills.close[row] ?? NaN, fills.spread[row] ?? NaN];
      const open = trades.filter((it) => it.openedAtUtcMs < atUtcMs && atUtcMs < it.closedAtUtcMs);
      const parts = partsOf(open).filter(({ closedAtUtcMs }) => closedAtUtcMs <= atUtcMs);
      const floating = open.reduce((sum, it) => {
        const rest = leftOf(it, atUtcMs);
        return sum + profitOf({ ...it, volume: rest }, it.side === 'buy' ? bid : bid + spread);
      }, 0);
      const closed = trades.filter((it) => it.closedAtUtcMs <= atUtcMs);
      const booked = [...closed, ...parts].reduce((sum, it) => sum + it.net, 0);
      const paid = open.reduce((sum, { volume }) => sum + roundedCommission(volume), 0);
      expect(curve.balance[index]).toBeCloseTo(input.account.balance + booked - paid, 6);
      expect(curve.equity[index]).toBeCloseTo(input.account.balance + booked - paid + floating, 6);
    }
  });
  expect(compared).toBeGreaterThan(10 * numRuns);
});

test('what comes later changes nothing of what was: rows and bars after any moment may be anything', () => {
  fc.assert(
    fc.property(randomTerms, fc.integer({ min: 1, max: rowCount - 2 }), (terms, poisonedFrom) => {
      const { input } = randomRun(terms);
      const fromUtcMs = assertDefined(input.markets[0], 'a market').fills.openTimeUtcMs[poisonedFrom] ?? NaN;
      const before = ({ trades }: RunOutput): readonly RunTrade[] =>
        trades.filter(({ closedAtUtcMs, exitReason }) => closedAtUtcMs < fromUtcMs && exitReason !== 'endOfRun');
      const points = ({ curve }: RunOutput): readonly (readonly number[])[] =>
        [...curve.timeUtcMs]
          .map((at, index) => [at, curve.equity[index] ?? NaN])
          .filter(([at]) => (at ?? NaN) < fromUtcMs);
      const [clean, poisoned] = [simulate(input), simulate(poison(input, fromUtcMs, poisonedFrom))];
      expect(before(poisoned)).toEqual(before(clean));
      expect(points(poisoned)).toEqual(points(clean));
    }),
    { numRuns },
  );
});

test('the same input gives the same output to the last bit, and another seed draws other slippage', () => {
  holdsOverRuns(({ input }, output) => {
    expect(simulate(input)).toEqual(output);
    if (!input.costs.slippage.isRandom || output.trades.length < 3) return;
    const slips = ({ trades }: RunOutput): readonly number[] => trades.map((trade) => trade.slippage);
    expect(slips(simulate({ ...input, seed: input.seed + 1 }))).not.toEqual(slips(output));
  });
});

test('excursions hold the way from entry to exit', () => {
  holdsOverRuns((_, { trades }) => {
    for (const it of trades) {
      const sign = it.side === 'buy' ? 1 : -1;
      const exitR = (sign * (it.closePrice - it.openPrice)) / Math.abs(it.openPrice - it.stop);
      expect(it.maeR).toBeLessThanOrEqual(Math.min(0, exitR) + 1e-9);
      expect(it.mfeR).toBeGreaterThanOrEqual(Math.max(0, exitR) - 1e-9);
      expect(it.closedAtUtcMs).toBeGreaterThanOrEqual(it.openedAtUtcMs);
      expect(it.openedAtUtcMs).toBeGreaterThanOrEqual(it.decidedAtUtcMs);
    }
  });
});

test('parts make up their trade: volume, price and money', () => {
  let divided = 0;
  holdsOverRuns((_, { trades }) => {
    for (const { parts, volume, closePrice, closedAtUtcMs, net } of trades) {
      if (parts === undefined) continue;
      divided += 1;
      const sum = (valueOf: (part: RunPart) => number): number =>
        parts.reduce((total, part) => total + valueOf(part), 0);
      expect(sum((part) => part.volume)).toBeCloseTo(volume, 9);
      expect(sum((part) => part.volume * part.price) / volume).toBeCloseTo(closePrice, 9);
      expect(sum((part) => part.net) - roundedCommission(volume)).toBeCloseTo(net, 6);
      expect(parts.at(-1)?.closedAtUtcMs).toBe(closedAtUtcMs);
      expect(Math.min(...parts.map((part) => part.volume))).toBeGreaterThanOrEqual(sampleGold.volumeMin);
    }
  });
  expect(divided).toBeGreaterThan(numRuns);
});

const partsOf = (trades: readonly RunTrade[]): readonly RunPart[] => trades.flatMap(({ parts = [] }) => parts);

/** Lots of a trade that are open after a moment. */
const leftOf = ({ volume, parts = [] }: RunTrade, atUtcMs: number): number =>
  parts.reduce((left, part) => (part.closedAtUtcMs <= atUtcMs ? left - part.volume : left), volume);

const profitOf = ({ side, openPrice, volume }: RunTrade, price: number): number =>
  ((side === 'buy' ? 1 : -1) * (price - openPrice) * volume * sampleGold.tickValue) / sampleGold.tickSize;

const roundedCommission = (volume: number): number =>
  Math.round(sampleGold.commissionPerLotSide * volume * 100 + 1e-6) / 100;

/** The same input, with prices of another world from a moment on; a decider is told of closes, and those are poisoned too. */
function poison(input: RandomRun['input'], fromUtcMs: number, row: number): RandomRun['input'] {
  const spoil = (values: Float64Array, isLater: (index: number) => boolean): Float64Array =>
    values.map((value, index) => (isLater(index) ? value * 3 : value));
  const isLaterRow = (index: number): boolean => index >= row;
  return {
    ...input,
    markets: input.markets.map((market) => {
      const { fills } = market;
      const [open, high, low, close, spread] = [fills.open, fills.high, fills.low, fills.close, fills.spread].map(
        (it) => spoil(it, isLaterRow),
      );
      return { ...market, fills: { ...fills, ...({ open, high, low, close, spread } as typeof fills) } };
    }),
    lanes: input.lanes.map((lane) => {
      const isLater = (index: number): boolean => (lane.closeTimeUtcMs[index] ?? NaN) > fromUtcMs;
      return { ...lane, high: spoil(lane.high, isLater), low: spoil(lane.low, isLater) };
    }),
  };
}
