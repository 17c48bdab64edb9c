import { assertDefined } from '#shared/base/assert.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { costTermsSchema } from '#shared/trading/cost-terms.ts';
import type { Scenario } from '#shared/trading/scenario.ts';
import { price } from '#shared/units/price.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { FillTable } from '#main/fills/fill-table.ts';
import { riskLimitsSchema } from '#main/risk/risk-limits.ts';
import type { Decider } from '#main/strategies/bound-strategy.ts';
import { decisionCodes } from '#main/strategies/decision-code.ts';
import { sampleEuro, sampleGold } from '#main/testkit/sample-instrument.ts';
import { seededRandom } from '#shared/base/seeded-random.ts';
import type { RunInput, RunLane } from './run-input.ts';

const minuteMs = 60_000;
/** A minute's row closes a second before the next one opens, so that a moment tells which row it is of. */
const rowMs = 59_000;
/** Two hours before the broker's midnight of a Wednesday, and half a second, so that midnight lies between two rows. */
export const randomStartUtcMs = Date.UTC(2024, 0, 3, 20, 0, 0, 500);

export interface RandomRun {
  readonly seed: number;
  /** Of each market. */
  readonly rows: number;
  readonly lanes: readonly RandomLane[];
}

export interface RandomLane {
  readonly market: 0 | 1;
  readonly scenario: Scenario | null;
  readonly rowsPerDecision: number;
}

/** Two markets that walk at random, the second one at a rate that changes from row to row, and lanes that enter, leave and move their stops at random: whatever may happen in a run happens in some. */
export function randomRun({ seed, rows, lanes }: RandomRun): RunInput {
  const random = seededRandom(seed);
  const gold = randomRows(sampleGold, rows, random);
  const euro = randomRows(sampleEuro, rows, random);
  const markets = [
    { instrument: sampleGold, fills: gold, correlations: null },
    {
      instrument: sampleEuro,
      fills: { ...euro, tickValue: euro.open.map(() => 0.8 + 0.4 * random()) },
      correlations: null,
    },
  ];
  return {
    account: { currency: 'USD', balance: 50_000, credit: 1000, marginMode: 'hedging', stopOutRatio: 0.5 },
    clock: brokerClock('ny+7'),
    markets,
    lanes: lanes.map(({ market, scenario, rowsPerDecision }) => {
      const { instrument, fills } = assertDefined(markets[market], 'one of two markets');
      return randomLane({ instrument, fills, market, scenario, rowsPerDecision }, random);
    }),
    governance: null,
    limits: {
      ...riskLimitsSchema.parse({}),
      ...{ openRiskRatioMax: 0.2, correlatedRiskRatioMax: 0.2, dailyLossRatioMax: 0.2, drawdownRatioMax: 0.9 },
      ...{ marginUseRatioMax: 1, positionsMax: 50, tradesPerDayMax: 1000, lossesInARowMax: 100, driftRMax: 0.3 },
    },
    costs: costTermsSchema.parse({
      approvalDelayMs: { A: 20_000, B: 90_000 },
      wakingHours: { fromHour: 0, toHour: 0, zone: 'UTC' },
    }),
    cash: [],
    seed,
    fromUtcMs: utcMs(randomStartUtcMs),
    toUtcMs: utcMs(randomStartUtcMs + rows * minuteMs + 1),
  };
}

function randomRows({ tickSize, digits, tickValue }: Instrument, length: number, random: () => number): FillTable {
  const scale = 10 ** digits;
  const priceOf = (ticks: number): number => Math.round(ticks * tickSize * scale) / scale;
  const column = (): Float64Array => new Float64Array(length);
  const [open, high, low, close, spread] = [column(), column(), column(), column(), column()];
  let ticks = 200_000;
  for (let row = 0; row < length; row++) {
    const jump = random() < 0.05 ? 600 : 40;
    const first = ticks + Math.round((random() - 0.5) * jump);
    const last = first + Math.round((random() - 0.5) * 400);
    open[row] = priceOf(first);
    close[row] = priceOf(last);
    const reach = random() < 0.03 ? 2500 : 150;
    high[row] = priceOf(Math.max(first, last) + Math.round(random() * reach));
    low[row] = priceOf(Math.min(first, last) - Math.round(random() * reach));
    // Off the tick grid, as an estimate may be.
    spread[row] = (5 + 30 * random()) * tickSize;
    ticks = last;
  }
  const opens = Float64Array.from(open, (_, row) => randomStartUtcMs + row * minuteMs);
  return {
    ...{ length, open, high, low, close, spread, tickValue },
    openTimeUtcMs: opens,
    closeTimeUtcMs: opens.map((at) => at + rowMs),
  };
}

function randomLane(
  of: {
    readonly instrument: Instrument;
    readonly fills: FillTable;
    readonly market: number;
    readonly scenario: Scenario | null;
    readonly rowsPerDecision: number;
  },
  random: () => number,
): RunLane {
  const { fills, rowsPerDecision } = of;
  const count = Math.floor(fills.length / rowsPerDecision);
  const rowsOf = (values: Float64Array, index: number): Float64Array =>
    values.subarray(index * rowsPerDecision, (index + 1) * rowsPerDecision);
  const columnOf = (valueOf: (index: number) => number): Float64Array =>
    Float64Array.from({ length: count }, (_, index) => valueOf(index));
  const close = columnOf((index) => rowsOf(fills.close, index).at(-1) ?? NaN);
  const dice = columnOf(() => random());
  const sizes = columnOf(() => random());
  return {
    ...{ strategy: `random${of.market}${of.scenario ?? ''}`, scenario: of.scenario, market: of.market },
    parameters: { timeframe: 'M1', riskRatio: 0.005 },
    closeTimeUtcMs: columnOf((index) => rowsOf(fills.closeTimeUtcMs, index).at(-1) ?? NaN),
    high: columnOf((index) => Math.max(...rowsOf(fills.high, index))),
    low: columnOf((index) => Math.min(...rowsOf(fills.low, index))),
    decider: randomDecider({ close, dice, sizes, instrument: of.instrument }),
  };
}

function randomDecider(rows: {
  readonly close: Float64Array;
  readonly dice: Float64Array;
  readonly sizes: Float64Array;
  readonly instrument: Instrument;
}): Decider {
  const { instrument } = rows;
  const at = (values: Float64Array, index: number): number => values[index] ?? NaN;
  const level = (value: number): ReturnType<typeof price> =>
    price(Number((Math.round(value / instrument.tickSize) * instrument.tickSize).toFixed(instrument.digits)));
  const distance = (index: number): number => (100 + 900 * at(rows.sizes, index)) * instrument.tickSize;
  return {
    decide: (index, state) => {
      const thrown = at(rows.dice, index);
      if (state.kind === 'flat') {
        if (thrown < 0.15) return decisionCodes.enterBuy;
        return thrown < 0.3 ? decisionCodes.enterSell : decisionCodes.none;
      }
      if (thrown < 0.05) return decisionCodes.exitRule;
      if (thrown < 0.1) return decisionCodes.closePart;
      return thrown < 0.15 ? decisionCodes.moveStop : decisionCodes.hold;
    },
    explain: () => [],
    signal: (index, { code, state }) => {
      const reference = level(at(rows.close, index));
      if (state.kind === 'holding') {
        const sign = state.side === 'buy' ? 1 : -1;
        const { side } = state;
        const stop = level(reference - (sign * distance(index)) / 3);
        if (code === decisionCodes.closePart)
          return {
            kind: 'closePart',
            side,
            reference,
            ratio: 0.1 + 0.8 * at(rows.sizes, index),
            reason: 'partialTarget',
          };
        return code === decisionCodes.moveStop
          ? { kind: 'moveStop', side, reference, stop, reason: 'breakEven' }
          : { kind: 'exit', side, reference, reason: 'rule' };
      }
      const sign = code === decisionCodes.enterBuy ? 1 : -1;
      const hasTarget = at(rows.sizes, index) > 0.3;
      return {
        ...{ kind: 'enter', side: sign > 0 ? 'buy' : 'sell', reference },
        stop: level(reference - sign * distance(index)),
        target: hasTarget ? level(reference + sign * 1.5 * distance(index)) : null,
      };
    },
  };
}
