import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assertDefined } from '#shared/base/assert.ts';
import { lots } from '#shared/units/lots.ts';
import { price } from '#shared/units/price.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { RunPart, RunTrade } from '#shared/contract/backtest.ts';
import type { Decider } from '#main/strategies/bound-strategy.ts';
import { decisionCodes } from '#main/strategies/decision-code.ts';
import { firstAfter } from './first-after.ts';
import { randomRun, randomStartUtcMs, type RandomLane } from './random-run.suite.ts';
import type { RunInput } from './run-input.ts';
import type { RunOutput } from './run-output.ts';
import { RunCancelled } from './run-cancelled.ts';
import { simulate } from './simulate.ts';

const minuteMs = 60_000;
const lane = (market: 0 | 1, scenario: 'A' | 'B' | null = null, rowsPerDecision = 1): RandomLane => ({
  ...{ market, scenario, rowsPerDecision },
});
const portfolio = [lane(0), lane(1, null, 5), lane(0, 'A', 9), lane(1, 'B', 5)];
const seeds = fc.integer({ min: 1, max: 1_000_000 });
const lanes = fc.constantFrom([lane(0)], [lane(1, 'B', 7)], [lane(0), lane(1)], portfolio);

const runs = fc.record({ seed: seeds, lanes, rows: fc.constantFrom(200, 500) });

test('the runs that are tested have whatever can happen in them', () => {
  const reasons = new Set<string>();
  let ambiguous = 0;
  const denied = new Set<string>();
  for (let seed = 1; seed <= 12; seed++) {
    const output = simulate(randomRun({ seed, rows: 500, lanes: portfolio }));
    for (const { exitReason, isAmbiguous } of output.trades) {
      reasons.add(exitReason);
      ambiguous += Number(isAmbiguous);
    }
    Object.keys(output.deniedByCode).forEach((code) => denied.add(code));
  }
  expect([...reasons].sort()).toEqual(['endOfRun', 'rule', 'stop', 'target']);
  expect(ambiguous).toBeGreaterThan(0);
  expect(denied).toContain('APPROVAL_EXPIRED');
});

test('at every point of the curve equity is balance and the profit of what is open', () => {
  fc.assert(
    fc.property(runs, (terms) => {
      const input = randomRun(terms);
      const output = simulate(input);
      const { timeUtcMs, equity, balance } = output.curve;
      for (let point = 0; point < timeUtcMs.length - 1; point++) {
        const at = assertDefined(timeUtcMs[point], 'a point');
        // What is noted at one moment is told apart by nothing but order: the last one has seen all.
        if (timeUtcMs[point + 1] === at) continue;
        const books = booksAt(input, output.trades, at);
        expect(balance[point]).toBeCloseTo(books.balance, 6);
        expect(equity[point]).toBeCloseTo(books.equity, 6);
      }
    }),
    { numRuns: 30 },
  );
});

/** What the trades and the last closes before a moment make of balance and equity; without swap, which the instruments do not have. */
function booksAt(
  input: RunInput,
  trades: readonly RunTrade[],
  at: number,
): { readonly balance: number; readonly equity: number } {
  let { balance } = input.account;
  let floating = 0;
  for (const trade of trades) {
    if (trade.openedAtUtcMs > at) continue;
    if (trade.closedAtUtcMs <= at) balance += trade.net;
    else {
      const { parts = [], net, commission, volume } = trade;
      const booked = parts.filter(({ closedAtUtcMs }) => closedAtUtcMs <= at);
      const sum = (of: typeof parts, valueOf: (part: RunPart) => number): number =>
        of.reduce((total, part) => total + valueOf(part), 0);
      // What the entry was charged is half of the commission, and of a trade in parts what no part bears.
      balance += parts.length === 0 ? commission / 2 : net - sum(parts, (part) => part.net);
      balance += sum(booked, (part) => part.net);
      floating += openProfit(input, { ...trade, volume: volume - sum(booked, (part) => part.volume) }, at);
    }
  }
  return { balance, equity: balance + floating };
}

function openProfit({ markets }: RunInput, { symbol, side, volume, openPrice }: RunTrade, at: number): number {
  const market = assertDefined(
    markets.find(({ instrument }) => instrument.symbol === symbol),
    'the market of a trade',
  );
  const { closeTimeUtcMs, close, spread, tickValue } = market.fills;
  const row = firstAfter(closeTimeUtcMs, at, 0) - 1;
  const bid = assertDefined(close[row], 'a row before the moment');
  const way = side === 'buy' ? bid - openPrice : openPrice - (bid + assertDefined(spread[row], 'its spread'));
  const value = typeof tickValue === 'number' ? tickValue : assertDefined(tickValue[row], 'its rate');
  return (way / market.instrument.tickSize) * value * volume;
}

test('costs are what lies between gross and net, of each trade and of all', () => {
  fc.assert(
    fc.property(runs, (terms) => {
      const input = randomRun(terms);
      const { trades, curve } = simulate(input);
      for (const { gross, spread, commission, swap, slippage, net } of trades) {
        expect(gross + spread + commission + swap + slippage).toBeCloseTo(net, 6);
        expect(Math.max(spread, commission, slippage)).toBeLessThanOrEqual(0);
      }
      const net = trades.reduce((sum, trade) => sum + trade.net, 0);
      expect(curve.equity.at(-1)).toBeCloseTo(input.account.balance + net, 6);
      expect(curve.balance.at(-1)).toBe(curve.equity.at(-1));
    }),
    { numRuns: 30 },
  );
});

test('the same input gives the same output, and the input is left as it was', () => {
  fc.assert(
    fc.property(runs, (terms) => {
      const input = randomRun(terms);
      expect(simulate(input)).toEqual(simulate(input));
    }),
    { numRuns: 10 },
  );
});

test('what was closed before a moment does not know what came after it', () => {
  fc.assert(
    fc.property(runs, fc.double({ min: 0.2, max: 0.9, noNaN: true }), (terms, share) => {
      const input = randomRun(terms);
      const cutUtcMs = utcMs(randomStartUtcMs + Math.floor(terms.rows * share) * minuteMs);
      const closedBefore = ({ trades }: RunOutput): readonly RunTrade[] =>
        trades.filter((trade) => trade.closedAtUtcMs < cutUtcMs - 2 * minuteMs);
      expect(closedBefore(simulate({ ...input, toUtcMs: cutUtcMs }))).toEqual(closedBefore(simulate(input)));
    }),
    { numRuns: 30 },
  );
});

test('a lane that is denied at every close changes nothing of the others', () => {
  fc.assert(
    fc.property(seeds, fc.constantFrom<0 | 1>(0, 1), (seed, market) => {
      const input = randomRun({ seed, rows: 300, lanes: [lane(market)] });
      const [only] = input.lanes;
      const eager = { ...assertDefined(only, 'its lane'), decider: { ...assertDefined(only, 'its lane').decider } };
      const denied = {
        ...eager,
        // A stop on the wrong side of what is asked for.
        parameters: { ...eager.parameters, riskRatio: NaN },
        decider: { ...eager.decider, decide: () => decisionCodes.enterBuy },
      };
      const alone = simulate(input);
      const watched = simulate({ ...input, lanes: [...input.lanes, denied] });
      expect(watched.trades).toEqual(alone.trades);
      expect(watched.equityDrawdown).toEqual(alone.equityDrawdown);
      expect(watched.peakMarginRatio).toBe(alone.peakMarginRatio);
    }),
    { numRuns: 25 },
  );
});

test('a lane trades alike, slippage too, whether another market is held beside it or not, where money is plenty', () => {
  fc.assert(
    fc.property(seeds, fc.constantFrom<0 | 1>(0, 1), fc.constantFrom(1, 4, 15), (seed, market, rowsPerDecision) => {
      const tradesOf = (lanesOfRun: readonly RandomLane[]): readonly object[] => {
        const input = randomRun({ seed, rows: 300, lanes: lanesOfRun });
        const rich = {
          ...input,
          account: { ...input.account, balance: 1e9 },
          lanes: input.lanes.toReversed(),
          markets: input.markets.map((it) => ({ ...it, instrument: { ...it.instrument, volumeMax: lots(1) } })),
        };
        return simulate(rich)
          .trades.filter(({ strategy }) => strategy.endsWith('A'))
          .map(({ ordinal, ...trade }) => trade);
      };
      const own = lane(market, 'A', rowsPerDecision);
      const beside = lane(market === 0 ? 1 : 0, 'B', 2);
      expect(tradesOf([own, beside])).toEqual(tradesOf([own]));
    }),
    { numRuns: 30 },
  );
});

test('cash is neither gain nor loss: the trades, the falls and the days’ results are those without it', () => {
  const input = randomRun({ seed: 3, rows: 400, lanes: [lane(0)] });
  const still = {
    ...input,
    lanes: input.lanes.map((it) => ({ ...it, decider: { ...it.decider, decide: () => decisionCodes.none } })),
  };
  const cash = [
    { atUtcMs: utcMs(randomStartUtcMs + 60 * minuteMs), amount: 5000 },
    { atUtcMs: utcMs(randomStartUtcMs + 200 * minuteMs), amount: -20_000 },
  ];
  const output = simulate({ ...still, cash });
  expect(output.curve.equity.at(-1)).toBe(35_000);
  expect([output.equityDrawdown.money, output.balanceDrawdown.ratio]).toEqual([0, 0]);
  expect([...output.days.equity]).toEqual([55_000, 35_000]);
  expect([...output.days.cash]).toEqual([5000, -20_000]);
});

test('governance lets one scenario enter, and denies the other', () => {
  const input = randomRun({ seed: 5, rows: 300, lanes: [lane(0, 'A'), lane(1, 'B', 5)] });
  const governance = { upperUsd: 40_000, lowerUsd: 100, closes: 1 };
  const { trades, deniedByCode, switches } = simulate({ ...input, governance });
  expect(new Set(trades.map(({ strategy }) => strategy))).toEqual(new Set(['random1B']));
  expect(deniedByCode.SCENARIO_INACTIVE).toBeGreaterThan(0);
  expect(switches).toEqual([]);
});

test('a withdrawal that brings the deposit under the lower threshold switches at the close of the broker’s day', () => {
  const input = randomRun({ seed: 5, rows: 300, lanes: [lane(0, 'A'), lane(1, 'B', 5)] });
  const governance = { upperUsd: 40_000, lowerUsd: 20_000, closes: 1 };
  const cash = [{ atUtcMs: utcMs(randomStartUtcMs + 30 * minuteMs), amount: -45_000 }];
  const midnightUtcMs = Date.UTC(2024, 0, 3, 22);
  const { trades, switches } = simulate({ ...input, governance, cash });
  expect(switches).toMatchObject([{ from: 'B', to: 'A', atUtcMs: midnightUtcMs }]);
  const decidedOn = (strategy: string): number[] =>
    trades.filter((trade) => trade.strategy === strategy).map((trade) => trade.decidedAtUtcMs);
  expect([decidedOn('random0A'), decidedOn('random1B')].map(({ length }) => length > 0)).toEqual([true, true]);
  expect(Math.min(...decidedOn('random0A'))).toBeGreaterThanOrEqual(midnightUtcMs);
  expect(Math.max(...decidedOn('random1B'))).toBeLessThan(midnightUtcMs);
});

test('B’s entry at the daily close is offered half an hour after the reopening, any other at once', () => {
  const input = randomRun({ seed: 2, rows: 300, lanes: [lane(0, 'B', 120)] });
  const midnightUtcMs = Date.UTC(2024, 0, 3, 22);
  const decider: Decider = {
    decide: (index) => (index === 0 ? decisionCodes.enterBuy : decisionCodes.none),
    explain: () => [],
    signal: () => ({ kind: 'enter', side: 'buy', reference: price(2000), stop: price(1900), target: null }),
  };
  const openedBy = (timeframe: 'H1' | 'H4', decidedAtUtcMs: number): number | undefined => {
    const [own] = input.lanes.map((it) => ({
      ...it,
      parameters: { ...it.parameters, timeframe },
      closeTimeUtcMs: Float64Array.of(decidedAtUtcMs, decidedAtUtcMs + 4 * 60 * minuteMs),
      decider,
    }));
    const wide = { ...input.limits, driftRMax: 0.5 };
    return simulate({ ...input, lanes: [assertDefined(own, 'its lane')], limits: wide }).trades[0]?.openedAtUtcMs;
  };
  // The first row after midnight opens half a second into the day; the yes takes 90 seconds, the fill another quarter.
  expect(openedBy('H4', midnightUtcMs)).toBe(midnightUtcMs + 500 + 30 * minuteMs + 90_250);
  expect(openedBy('H1', midnightUtcMs)).toBe(midnightUtcMs + 90_250);
  expect(openedBy('H4', midnightUtcMs - minuteMs)).toBe(midnightUtcMs + 30_250);
});

test('commission in another currency goes by the rate of the row of each deal', () => {
  const input = randomRun({ seed: 4, rows: 300, lanes: [lane(0)] });
  const chargedBy = (commissionRate: Float64Array | number): readonly RunTrade[] =>
    simulate({ ...input, markets: input.markets.map((it) => ({ ...it, commissionRate })) }).trades;
  const { openTimeUtcMs } = assertDefined(input.markets[0], 'a market').fills;
  const rates = openTimeUtcMs.map((_, row) => 1 + (row % 10) / 10);
  const rateAt = (at: number): number => assertDefined(rates[firstAfter(openTimeUtcMs, at, 0) - 1], 'a rate');
  const cents = (amount: number): number => Math.round(amount * 100) / 100;
  const trades = chargedBy(rates);
  expect(trades.length).toBeGreaterThan(10);
  for (const { volume, openedAtUtcMs, closedAtUtcMs, commission, parts } of trades) {
    const exits = parts ?? [{ volume, closedAtUtcMs }];
    const charged = exits.map((it) => cents(3.5 * it.volume * rateAt(it.closedAtUtcMs)));
    const paid = charged.reduce((sum, amount) => sum + amount, cents(3.5 * volume * rateAt(openedAtUtcMs)));
    expect(-commission).toBeCloseTo(paid, 1);
  }
  const [plain, doubled] = [chargedBy(1), chargedBy(2)];
  expect(assertDefined(doubled[0], 'a trade').commission / assertDefined(doubled[0], 'a trade').volume).toBeCloseTo(
    (2 * assertDefined(plain[0], 'a trade').commission) / assertDefined(plain[0], 'a trade').volume,
    0,
  );
});

test('a netting account has one position a symbol', () => {
  const input = randomRun({ seed: 8, rows: 300, lanes: [lane(0), lane(0)] });
  const netting = simulate({ ...input, account: { ...input.account, marginMode: 'netting' } });
  expect(netting.deniedByCode.SYMBOL_NOT_FLAT).toBeGreaterThan(0);
  const spans = netting.trades.toSorted((a, b) => a.openedAtUtcMs - b.openedAtUtcMs);
  spans.slice(1).forEach((trade, index) => {
    expect(trade.openedAtUtcMs).toBeGreaterThanOrEqual(assertDefined(spans[index], 'the one before').closedAtUtcMs);
  });
});

test('intents are what was traded and what was denied', () => {
  fc.assert(
    fc.property(runs, (terms) => {
      const input = randomRun(terms);
      const { intents, trades, deniedByCode } = simulate(input);
      const denied = Object.values(deniedByCode).reduce((sum, count) => sum + count, 0);
      expect(intents).toBe(trades.length + denied);
    }),
    { numRuns: 20 },
  );
});

test('is heard of about a hundred times, to the end, and stopped when asked', () => {
  const input = randomRun({ seed: 1, rows: 500, lanes: [lane(0)] });
  const heard: number[] = [];
  simulate(input, { onProgress: (doneRatio) => heard.push(doneRatio) });
  expect(heard.length).toBeGreaterThan(20);
  expect(heard.length).toBeLessThanOrEqual(101);
  expect(heard).toEqual(heard.toSorted((a, b) => a - b));
  expect(heard.at(-1)).toBe(1);
  expect(() => simulate(input, { isCancelled: () => true })).toThrow(RunCancelled);
});

test('a run in which nothing was stored does nothing', () => {
  const input = randomRun({ seed: 1, rows: 0, lanes: [lane(0)] });
  expect(simulate({ ...input, toUtcMs: utcMs(randomStartUtcMs + minuteMs) })).toMatchObject({
    ...{ trades: [], intents: 0, inMarketMs: 0, spanMs: 0, equityDrawdown: { ratio: 0 } },
  });
});
