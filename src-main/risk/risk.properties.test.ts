import fc from 'fast-check';
import { expect, test } from 'vitest';
import { faultCodes } from '#shared/base/fault-codes.ts';
import { sideSign, type Side } from '#shared/trading/side.ts';
import { money } from '#shared/units/money.ts';
import { sampleAccount } from '#main/testkit/sample-account.ts';
import { sampleEuro, sampleGold, sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { sampleIntent } from '#main/testkit/sample-intent.ts';
import { sampleEntryRequest, sampleOrder } from '#main/testkit/sample-order.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { sampleRiskRequest } from '#main/testkit/sample-risk-request.ts';
import { checkRisk } from './check-risk.ts';
import { correlatedRisk } from './correlated-risk.ts';
import type { RiskPart } from './open-risk.ts';
import { riskLimitsSchema, type RiskLimits } from './risk-limits.ts';
import type { RiskRequest } from './risk-request.ts';

const side = fc.constantFrom<Side>('buy', 'sell');
const ratio = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/** Every limit that has more and less of it, from tight to loose. The drift limit is none of them: a smaller one also makes a loss smaller. */
const tighterFirst = {
  quoteAgeMsMax: fc.integer({ min: 1000, max: 600_000 }),
  spreadPointsMax: fc.double({ min: 1, max: 100, noNaN: true }),
  openRiskRatioMax: ratio(0.001, 0.2),
  positionsMax: fc.integer({ min: 1, max: 6 }),
  dailyLossRatioMax: ratio(0.001, 0.2),
  marginUseRatioMax: ratio(0.01, 1),
  drawdownRatioMax: ratio(0.01, 0.9),
  tradesPerDayMax: fc.integer({ min: 1, max: 20 }),
  lossesInARowMax: fc.integer({ min: 1, max: 10 }),
  correlatedRiskRatioMax: ratio(0.001, 0.2),
  correlationMin: ratio(0, 1),
};

const limitsOf = fc
  .record({
    ...tighterFirst,
    newsBlackoutMs: fc.integer({ min: 0, max: 3_600_000 }),
    unknownNews: fc.constantFrom('allow', 'deny'),
    drawdownKind: fc.constantFrom('trailing', 'static'),
  })
  .map((limits): RiskLimits => riskLimitsSchema.parse(limits));

const position = fc
  .record({
    isGold: fc.boolean(),
    side,
    steps: fc.integer({ min: 1, max: 40 }),
    stopTicks: fc.integer({ min: -50, max: 600 }),
  })
  .map((it) => {
    const instrument = it.isGold ? sampleGold : sampleEuro;
    const openPrice = it.isGold ? 2000 : 1.1;
    const stop = openPrice - sideSign(it.side) * it.stopTicks * instrument.tickSize;
    return { symbol: instrument.symbol, side: it.side, volume: it.steps * 0.01, openPrice, stop };
  });

const request = fc
  .record({
    limits: limitsOf,
    equity: ratio(2000, 200_000),
    peakRatio: ratio(0.8, 1.1),
    startRatio: ratio(0.5, 1.1),
    dayProfitRatio: ratio(-0.01, 0.1),
    riskRatio: ratio(0.001, 0.02),
    side,
    stopTicks: fc.integer({ min: 50, max: 2000 }),
    spreadPoints: fc.integer({ min: 0, max: 30 }),
    ageMs: fc.integer({ min: 0, max: 20_000 }),
    positions: fc.array(position, { maxLength: 3 }),
    pending: fc.option(fc.integer({ min: 1, max: 40 }), { nil: null }),
    correlation: fc.option(ratio(-1, 1), { nil: null }),
    tradesToday: fc.integer({ min: 0, max: 3 }),
    lossesInARow: fc.integer({ min: 0, max: 2 }),
    newsDistanceMs: fc.option(fc.integer({ min: 0, max: 14_400_000 }), { nil: null }),
    gapStressR: fc.constantFrom(1, 3),
    volumeLimit: fc.constantFrom(0, 0.5, 3),
  })
  .map((it): RiskRequest => {
    const instrument = sampleInstrument({ volumeLimit: it.volumeLimit });
    const usual = sampleRiskRequest();
    return {
      ...usual,
      intent: sampleIntent({
        side: it.side,
        stop: 2000 - sideSign(it.side) * it.stopTicks * 0.01,
        riskRatio: it.riskRatio,
      }),
      account: sampleAccount({ equity: it.equity, balance: it.equity, freeMargin: it.equity }),
      instrument,
      instruments: new Map([instrument, sampleEuro].map((known) => [known.symbol, known])),
      quote: sampleQuote({ spreadPoints: it.spreadPoints, occurredAtUtcMs: usual.marketNowUtcMs - it.ageMs }),
      positions: it.positions.map((changes, index) => samplePosition({ positionId: String(index + 1), ...changes })),
      pendingOrders:
        it.pending === null
          ? []
          : [sampleOrder({ request: sampleEntryRequest({ volume: it.pending * 0.01, riskMoney: it.pending }) })],
      limits: it.limits,
      day: { baseline: money(it.equity * (1 - it.dayProfitRatio)), profit: money(it.equity * it.dayProfitRatio) },
      drawdown: { start: money(it.equity * it.startRatio), peak: money(it.equity * it.peakRatio) },
      history: { tradesToday: it.tradesToday, lossesInARow: it.lossesInARow },
      correlationOf: () => it.correlation,
      newsDistanceMs: it.newsDistanceMs,
      gapStressR: it.gapStressR,
    };
  });

/** Written apart from the code under test: what each exposure loses at its stop. */
function partsOf({ positions, pendingOrders, instruments }: RiskRequest): readonly RiskPart[] {
  const held = positions.map(({ symbol, side: held, volume, openPrice, stop }) => {
    const { tickSize, tickValue, commissionPerLotSide } = instruments.get(symbol) ?? sampleGold;
    const ticks = (sideSign(held) * (openPrice - (stop ?? 0))) / tickSize;
    return { symbol, side: held, money: Math.max(0, volume * (ticks * tickValue + 2 * commissionPerLotSide)) };
  });
  const underWay = pendingOrders.map(({ request: { symbol, side: wanted, ...order } }) => ({
    symbol,
    side: wanted,
    money: order.kind === 'entry' ? order.riskMoney : 0,
  }));
  return [...held, ...underWay];
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

/** The most that any group of what moves together may lose. */
function largestGroup(parts: readonly RiskPart[], { correlationOf, limits }: RiskRequest): number {
  const isRelated = (one: RiskPart, other: RiskPart): boolean => {
    if (one === other) return true;
    const sign = sideSign(one.side) * sideSign(other.side);
    const known = one.symbol === other.symbol ? 1 : (correlationOf?.(one.symbol, other.symbol) ?? null);
    return known === null || sign * known >= limits.correlationMin;
  };
  return Math.max(0, ...parts.map((one) => sum(parts.filter((other) => isRelated(one, other)).map((it) => it.money))));
}

test('what is approved is within every limit', () => {
  let approvedCount = 0;
  fc.assert(
    fc.property(fc.noBias(request), (asked) => {
      const judged = checkRisk(asked);
      if (!judged.ok) return;
      approvedCount++;
      const { account, limits, intent, day, drawdown, history, instrument, quote } = asked;
      if (account === null || instrument === null || quote === null || day === null) throw new Error('judged blindly');
      const { parameters, marginMoney } = judged.value;
      const { riskMoney, volume } = parameters;
      const within = (amount: number, limit: number) => {
        expect(amount).toBeLessThanOrEqual(limit + Math.abs(limit) * 1e-8 + 1e-8);
      };
      const own = account.equity - account.credit;
      const parts = partsOf(asked);
      const added = { symbol: intent.symbol, side: intent.side, money: riskMoney };
      within(riskMoney, own * intent.riskRatio);
      within(
        (sum(parts.map((part) => part.money)) + riskMoney) * (asked.gapStressR ?? 1),
        own * limits.openRiskRatioMax,
      );
      const before = largestGroup(parts, asked);
      within(largestGroup([...parts, added], asked), Math.max(before, own * limits.correlatedRiskRatioMax));
      within(account.margin + marginMoney, own * limits.marginUseRatioMax);
      within(riskMoney - day.profit, day.baseline * limits.dailyLossRatioMax);
      const baseline =
        limits.drawdownKind === 'static' ? (drawdown?.start ?? NaN) : Math.max(drawdown?.peak ?? NaN, own);
      within(baseline - own + riskMoney, baseline * limits.drawdownRatioMax);
      within(asked.positions.length + asked.pendingOrders.length + 1, limits.positionsMax);
      within((history?.tradesToday ?? NaN) + asked.pendingOrders.length + 1, limits.tradesPerDayMax);
      within((history?.lossesInARow ?? NaN) + 1, limits.lossesInARowMax);
      within(asked.marketNowUtcMs - quote.occurredAtUtcMs, limits.quoteAgeMsMax);
      within((quote.ask - quote.bid) / instrument.point, limits.spreadPointsMax ?? Infinity);
      within(limits.newsBlackoutMs, asked.newsDistanceMs ?? (limits.unknownNews === 'allow' ? Infinity : 0));
      const ofSide = (list: readonly { readonly symbol: string; readonly side: Side; readonly volume: number }[]) =>
        sum(list.filter((it) => it.symbol === intent.symbol && it.side === intent.side).map((it) => it.volume));
      const sideVolume = ofSide(asked.positions) + ofSide(asked.pendingOrders.map((order) => order.request));
      within(sideVolume + volume, instrument.volumeLimit === 0 ? Infinity : instrument.volumeLimit);
    }),
    { numRuns: 3000, seed: 11 },
  );
  expect(approvedCount).toBeGreaterThan(150);
});

test('a denial names its code, the value and the limit', () => {
  const codes = new Set<string>();
  fc.assert(
    fc.property(request, fc.constantFrom('account', 'instrument', 'quote', 'none'), (asked, missing) => {
      const judged = checkRisk(missing === 'none' ? asked : { ...asked, [missing]: null });
      if (judged.ok) return;
      const { code, message, facts } = judged.error.fault;
      codes.add(code);
      expect(faultCodes).toContain(code);
      expect(message).toMatch(/\S+ .*\.$/);
      expect(facts).toHaveProperty('value');
      expect(facts).toHaveProperty('limit');
    }),
    { numRuns: 2000, seed: 12 },
  );
  expect(codes.size).toBeGreaterThan(10);
});

test('tightening a limit never turns a denial into an approval', () => {
  const names = Object.keys(tighterFirst) as (keyof typeof tighterFirst)[];
  let denialCount = 0;
  fc.assert(
    fc.property(request, limitsOf, fc.constantFrom(...names), (asked, other, name) => {
      const [tight, loose] = [asked.limits[name] ?? Infinity, other[name] ?? Infinity].toSorted((a, b) => a - b);
      const judge = (limit: number | undefined) => checkRisk({ ...asked, limits: { ...asked.limits, [name]: limit } });
      if (judge(loose).ok) return;
      denialCount++;
      expect(judge(tight).ok).toBe(false);
    }),
    { numRuns: 2000, seed: 13 },
  );
  expect(denialCount).toBeGreaterThan(100);
});

test('a longer blackout, and denying what is not known, never turn a denial into an approval', () => {
  fc.assert(
    fc.property(request, fc.integer({ min: 0, max: 3_600_000 }), (asked, longer) => {
      if (checkRisk(asked).ok) return;
      const newsBlackoutMs = asked.limits.newsBlackoutMs + longer;
      expect(checkRisk({ ...asked, limits: { ...asked.limits, newsBlackoutMs, unknownNews: 'deny' } }).ok).toBe(false);
    }),
    { numRuns: 1000, seed: 14 },
  );
});

test('nothing is approved while the cockpit is halted or reducing', () => {
  fc.assert(
    fc.property(request, fc.constantFrom('halted' as const, 'reducing' as const), (asked, tradingState) => {
      const judged = checkRisk({ ...asked, tradingState });
      expect(judged).toMatchObject({ ok: false, error: { fault: { code: 'TRADING_STATE' } } });
    }),
  );
});

test('what moves together is held to one limit whatever the order in which it was entered', () => {
  const part = fc.record({ symbol: fc.constantFrom('A', 'B', 'C', 'D'), side, money: ratio(0, 100) });
  const pair = (symbol: string, other: string): string => [symbol, other].toSorted().join('');
  const known = fc.dictionary(fc.constantFrom('AB', 'AC', 'AD', 'BC', 'BD', 'CD'), ratio(-1, 1));
  const outcomes = new Set<boolean>();
  fc.assert(
    fc.property(fc.array(part, { minLength: 2, maxLength: 6 }), known, fc.nat(), (parts, correlations, turn) => {
      const correlationOf = (symbol: string, other: string) => correlations[pair(symbol, other)] ?? null;
      const isAccepted = (order: readonly RiskPart[]): boolean =>
        order.every((entry, index) => {
          const open = { parts: order.slice(0, index), correlationMin: 0.5, correlationOf };
          return correlatedRisk(entry, open) + entry.money <= 150;
        });
      const first = isAccepted(parts);
      outcomes.add(first);
      const split = turn % parts.length;
      expect(isAccepted(parts.toReversed())).toBe(first);
      expect(isAccepted([...parts.slice(split), ...parts.slice(0, split)])).toBe(first);
    }),
    { numRuns: 1000, seed: 15 },
  );
  expect(outcomes.size).toBe(2);
});
