import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Instrument } from '#shared/market/instrument.ts';
import { isOnStep } from '#shared/market/instrument-volume.ts';
import { isSameJudgedState } from '#shared/trading/judged-state.ts';
import { closePrice, sideSign } from '#shared/trading/side.ts';
import { money } from '#shared/units/money.ts';
import { price } from '#shared/units/price.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleAccount } from '#main/testkit/sample-account.ts';
import { sampleEuro, sampleGold, sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { sampleIntent } from '#main/testkit/sample-intent.ts';
import { sampleEntryRequest, sampleOrder } from '#main/testkit/sample-order.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { sampleRiskRequest } from '#main/testkit/sample-risk-request.ts';
import { checkRisk } from './check-risk.ts';
import { riskLimitsSchema } from './risk-limits.ts';
import type { RiskRequest } from './risk-request.ts';

const limits = (changes: object) => riskLimitsSchema.parse(changes);

/** Code, value and limit of the refusal; the approved volume where there is none. */
function refusal(changes: Partial<RiskRequest>): unknown {
  const judged = checkRisk(sampleRiskRequest(changes));
  if (judged.ok) return `approved ${judged.value.parameters.volume}`;
  const { code, facts } = judged.error.fault;
  return [code, facts.value, facts.limit];
}

function codeOf(changes: Partial<RiskRequest>): unknown {
  const judged = checkRisk(sampleRiskRequest(changes));
  return judged.ok ? 'approved' : judged.error.fault.code;
}

test('never sizes above the volume that the trader has named, and never up to it', () => {
  const wished = (volumeMax: number) => refusal({ intent: sampleIntent({ volumeMax }) });
  expect([wished(0.05), wished(0.21), wished(5)]).toEqual(['approved 0.05', 'approved 0.21', 'approved 0.21']);
});

test('sizes an entry by the loss from its worst price to its stop, commission included', () => {
  const request = sampleRiskRequest();
  const judged = checkRisk(request);
  // Worst price: 2000.20 + 0.15 · 10.00. Loss a lot: 1170 ticks at 1 USD, and 7 USD of commission. 250 / 1177 = 0.2124.
  expect(judged).toEqual({
    ok: true,
    value: {
      intent: request.intent,
      parameters: {
        account: sampleAccount().identity,
        symbol: 'XAUUSD',
        side: 'buy',
        volume: 0.21,
        stop: 1990,
        target: null,
        worstPrice: 2001.7,
        riskMoney: expect.closeTo(247.17, 6) as number,
      },
      lossPerLot: expect.closeTo(1177, 6) as number,
      riskRatio: expect.closeTo(247.17 / 25_000, 9) as number,
      marginMoney: 420,
      quote: request.quote,
      judgedIn: { positions: [], pendingOrders: [], instrumentVersion: 1 },
    },
  });
});

test('a sell is sized from the bid, with its worst price below', () => {
  const judged = checkRisk(sampleRiskRequest({ intent: sampleIntent({ side: 'sell', stop: 2010 }) }));
  expect(judged).toMatchObject({ ok: true, value: { parameters: { worstPrice: 1998.5, volume: 0.21 } } });
});

test('credit is not at risk: it is the broker’s', () => {
  expect(refusal({ account: sampleAccount({ equity: 35_000, credit: 10_000 }) })).toBe('approved 0.21');
});

test('denies while the cockpit is not active, and on an account that may not trade', () => {
  expect(refusal({ tradingState: 'reducing' })).toEqual(['TRADING_STATE', 'reducing', 'active']);
  expect(refusal({ tradingState: 'halted', account: null })).toEqual(['TRADING_STATE', 'halted', 'active']);
  expect(refusal({ account: sampleAccount({ isTradeAllowed: false }) })).toEqual(['TRADING_NOT_ALLOWED', false, true]);
});

test('denies what cannot be judged for want of an account, an instrument or a quote', () => {
  expect(codeOf({ account: null })).toBe('NOT_CONNECTED');
  expect(codeOf({ instrument: null })).toBe('INSTRUMENT_MISSING');
  expect(codeOf({ instrument: sampleEuro })).toBe('INSTRUMENT_MISSING');
  expect(codeOf({ quote: null })).toBe('QUOTE_MISSING');
  expect(codeOf({ quote: sampleQuote({ instrument: sampleEuro }) })).toBe('QUOTE_MISSING');
});

test('denies an intent whose decision has run out', () => {
  const { validUntilUtcMs } = sampleIntent();
  const quote = sampleQuote({ occurredAtUtcMs: validUntilUtcMs });
  expect(refusal({ marketNowUtcMs: validUntilUtcMs, quote })).toEqual([
    'INTENT_INVALID',
    validUntilUtcMs,
    validUntilUtcMs,
  ]);
  expect(refusal({ marketNowUtcMs: utcMs(validUntilUtcMs - 1), quote })).toBe('approved 0.21');
});

test('denies on a quote that is old by the market’s clock, from the future, crossed or too wide', () => {
  const at = (ms: number) => ({ marketNowUtcMs: utcMs(sampleStartUtcMs + ms) });
  expect(refusal(at(60_000))).toBe('approved 0.21');
  expect(refusal(at(60_001))).toEqual(['QUOTE_STALE', 60_001, 60_000]);
  expect(refusal({ quote: sampleQuote({ occurredAtUtcMs: sampleStartUtcMs + 60_001 }) })).toEqual([
    'QUOTE_STALE',
    -60_001,
    60_000,
  ]);
  expect(refusal({ quote: { ...sampleQuote(), bid: price(2000.21) } })).toEqual(['QUOTE_INVALID', 2000.21, 2000.2]);
  expect(refusal({ limits: limits({ spreadPointsMax: 20 }) })).toBe('approved 0.21');
  expect(refusal({ limits: limits({ spreadPointsMax: 19 }) })).toEqual(['SPREAD_TOO_WIDE', 20, 19]);
});

test('denies a stop on the wrong side, one that the market has reached, and one nearer than the broker takes', () => {
  const wrong = { ...sampleIntent(), stop: price(2000.01) };
  expect(refusal({ intent: wrong })).toEqual(['STOP_WRONG_SIDE', 2000.01, 2000]);
  expect(refusal({ quote: sampleQuote({ bid: 1990 }) })).toEqual(['STOP_WRONG_SIDE', 1990, 1990]);
  const sell = sampleIntent({ side: 'sell', stop: 2010 });
  expect(refusal({ intent: sell, quote: sampleQuote({ bid: 2009.8 }) })).toEqual(['STOP_WRONG_SIDE', 2010, 2010]);
  const level = (stopsLevelPoints: number) => ({ instrument: sampleInstrument({ stopsLevelPoints }) });
  expect(refusal(level(1000))).toBe('approved 0.21');
  expect(refusal(level(1001))).toEqual(['STOP_TOO_NEAR', 1000, 1001]);
});

test('denies a stop so far away that no worst price is left', () => {
  const intent = sampleIntent({ side: 'sell', stop: 40_000 });
  expect(codeOf({ intent })).toBe('INTENT_INVALID');
});

test('denies a target that would not win from the worst price, or that is nearer to it than the broker takes', () => {
  const target = (level: number, stopsLevelPoints = 0) =>
    refusal({ intent: sampleIntent({ target: level }), instrument: sampleInstrument({ stopsLevelPoints }) });
  expect(target(2001.7)).toEqual(['TARGET_WRONG_SIDE', 2001.7, 2001.7]);
  expect(target(2001.71)).toBe('approved 0.21');
  expect(target(2002.7, 100)).toEqual(['TARGET_WRONG_SIDE', 2002.7, 2002.7]);
  const sell = sampleIntent({ side: 'sell', stop: 2010, target: 1998.6 });
  expect(refusal({ intent: sell })).toEqual(['TARGET_WRONG_SIDE', 1998.6, 1998.5]);
  expect(refusal({ intent: { ...sell, target: price(1998.4) } })).toBe('approved 0.21');
});

test('denies while any position of the account has no stop, whoever opened it', () => {
  const manual = samplePosition({ symbol: 'EURUSD', openPrice: 1.1, stop: null, clientOrderId: null });
  expect(refusal({ positions: [manual] })).toEqual(['POSITION_WITHOUT_STOP', 1, 0]);
  const judged = checkRisk(sampleRiskRequest({ positions: [manual], dailyAtr: new Map([['EURUSD', 0.05]]) }));
  expect(judged).toMatchObject({
    ok: false,
    error: { fault: { facts: { openRisk: expect.closeTo(1500, 6) as number } } },
  });
});

test('denies above the count of positions, entries under way included, and counts nothing twice', () => {
  const stopped = (positionId: string, clientOrderId: string | null = null) =>
    samplePosition({ positionId, clientOrderId, volume: 0.01 });
  const pending = sampleOrder({ request: sampleEntryRequest({ riskMoney: 10 }), status: 'sent' });
  const two = [stopped('1'), stopped('2')];
  expect(refusal({ positions: two })).toBe('approved 0.21');
  expect(refusal({ positions: [...two, stopped('3')] })).toEqual(['POSITIONS_MAX', 4, 3]);
  expect(refusal({ positions: two, pendingOrders: [pending] })).toEqual(['POSITIONS_MAX', 4, 3]);
  const [first = stopped('1')] = two;
  expect(refusal({ positions: [first, stopped('2', '1001')], pendingOrders: [pending] })).toBe('approved 0.21');
});

test('denies what it cannot measure: something open in an instrument that was never reported', () => {
  const instruments = new Map([[sampleGold.symbol, sampleGold]]);
  const euro = samplePosition({ symbol: 'EURUSD', openPrice: 1.1, stop: 1.09 });
  expect(codeOf({ instruments, positions: [euro] })).toBe('INSTRUMENT_MISSING');
  const request = sampleEntryRequest({ symbol: 'EURUSD', stop: 1.09, worstPrice: 1.1 });
  expect(codeOf({ instruments, pendingOrders: [sampleOrder({ request })] })).toBe('INSTRUMENT_MISSING');
});

test('takes a smaller volume where open risk leaves less, and denies where it leaves nothing', () => {
  // 5 % of 25,000 is 1,250; half a lot with 20.00 to its stop risks 1,003.50, leaving 246.50: 0.2094 lots.
  const open = (volume: number) => samplePosition({ volume, stop: 1980 });
  const alone = limits({ correlatedRiskRatioMax: 0.2 });
  expect(refusal({ positions: [open(0.5)], limits: alone })).toBe('approved 0.2');
  expect(refusal({ positions: [open(0.62)], limits: alone })).toEqual([
    'OPEN_RISK_LIMIT',
    expect.closeTo(11.77, 6),
    expect.closeTo(5.66, 6),
  ]);
});

test('an order of unknown outcome takes its share of open risk', () => {
  const unknown = sampleOrder({ request: sampleEntryRequest({ riskMoney: 1150 }), status: 'unknown' });
  expect(refusal({ pendingOrders: [unknown], limits: limits({ correlatedRiskRatioMax: 0.2 }) })).toBe('approved 0.08');
});

test('a close under way takes no risk, and is part of the state that was judged', () => {
  const close = sampleOrder({
    request: {
      kind: 'reduceOnly',
      clientOrderId: '77',
      intentId: 'close-1',
      account: sampleAccount().identity,
      symbol: 'XAUUSD',
      side: 'sell',
      volume: 0.1,
      positionId: '1',
    },
  });
  const judged = checkRisk(sampleRiskRequest({ positions: [samplePosition()], pendingOrders: [close] }));
  expect(judged).toMatchObject({
    ok: true,
    value: {
      parameters: { volume: 0.21 },
      judgedIn: { positions: [{ positionId: '1', volume: 0.1, stop: 1990 }], pendingOrders: ['77'] },
    },
  });
});

test('takes a smaller volume where margin leaves less, and denies where it leaves nothing', () => {
  // Half of 25,000 may be margin.
  expect(refusal({ account: sampleAccount({ margin: 12_200 }) })).toBe('approved 0.15');
  expect(refusal({ account: sampleAccount({ margin: 12_490 }) })).toEqual(['MARGIN_INSUFFICIENT', 20, 10]);
  expect(refusal({ account: sampleAccount({ freeMargin: 100 }) })).toBe('approved 0.05');
  const pending = sampleOrder({ request: sampleEntryRequest({ riskMoney: 10, volume: 0.15 }) });
  expect(refusal({ account: sampleAccount({ margin: 12_000 }), pendingOrders: [pending] })).toBe('approved 0.1');
});

test('denies what the smallest volume would risk too much, and never rounds it up', () => {
  const account = (equity: number) => sampleAccount({ equity, balance: equity, freeMargin: equity });
  // 0.01 lots lose 11.77, which is 1 % of 1,177.
  expect(refusal({ account: account(1177) })).toBe('approved 0.01');
  expect(refusal({ account: account(1176.9) })).toEqual([
    'VOLUME_BELOW_MIN',
    expect.closeTo(11.77, 6),
    expect.closeTo(11.769, 6),
  ]);
});

test('takes no more than the broker’s largest volume', () => {
  expect(refusal({ instrument: sampleInstrument({ volumeMax: 0.055, volumeStep: 0.01 }) })).toBe('approved 0.05');
});

test('denies an intent that would exceed the daily loss', () => {
  const day = (profit: number) => ({ day: { baseline: money(25_000), profit: money(profit) } });
  // The limit is 750; this entry asks for 250.
  expect(refusal(day(-500))).toBe('approved 0.21');
  expect(refusal(day(-500.1))).toEqual(['DAILY_LOSS_LIMIT', expect.closeTo(750.1, 6), 750]);
  expect(refusal(day(2000))).toBe('approved 0.21');
});

test('without a day the account as it stands is its baseline: open losses count, and nothing open denies nothing', () => {
  const account = (equity: number) => sampleAccount({ equity });
  expect(refusal({ account: account(24_600) })).toBe('approved 0.2');
  expect(codeOf({ account: account(24_400) })).toBe('DAILY_LOSS_LIMIT');
});

test('denies a day without a baseline to measure against', () => {
  expect(refusal({ day: { baseline: money(0), profit: money(0) } })).toEqual(['EQUITY_INVALID', 0, 0]);
  expect(codeOf({ day: { baseline: money(25_000), profit: NaN as never } })).toBe('EQUITY_INVALID');
});

test('denies zero, negative and non-finite inputs, each by its name', () => {
  const forged = (changes: object) => refusal({ instrument: { ...sampleGold, ...changes } });
  for (const value of [0, -1, NaN, Infinity]) {
    expect(forged({ tickValue: value })).toEqual(['VALUE_INVALID', Number.isFinite(value) ? value : String(value), 0]);
    expect(forged({ volumeStep: value })).toEqual(['VALUE_INVALID', Number.isFinite(value) ? value : String(value), 0]);
    const account = { ...sampleAccount(), equity: money(25_000), credit: (25_000 - value) as never };
    expect(codeOf({ account })).toBe('EQUITY_INVALID');
  }
  expect(forged({ marginPerLot: NaN })).toEqual(['VALUE_INVALID', 'NaN', 0]);
  expect(forged({ commissionPerLotSide: -1 })).toEqual(['VALUE_INVALID', -1, 0]);
  expect(forged({ marginPerLot: 0, commissionPerLotSide: 0 })).toBe('approved 0.21');
  expect(codeOf({ account: { ...sampleAccount(), freeMargin: NaN as never } })).toBe('EQUITY_INVALID');
  expect(codeOf({ quote: { ...sampleQuote(), ask: NaN as never } })).toBe('VALUE_INVALID');
  expect(codeOf({ intent: { ...sampleIntent(), riskRatio: 0 } })).toBe('VALUE_INVALID');
  expect(codeOf({ intent: { ...sampleIntent(), target: NaN as never } })).toBe('TARGET_WRONG_SIDE');
  expect(codeOf({ marketNowUtcMs: NaN as never })).toBe('INTENT_INVALID');
});

test('run again before the send, a move within the drift limit changes neither loss nor volume', () => {
  const first = checkRisk(sampleRiskRequest());
  const again = (bid: number) =>
    checkRisk(sampleRiskRequest({ quote: sampleQuote({ bid }), agreedWorstPrice: price(2001.7) }));
  for (const bid of [1995, 2000, 2001.5]) {
    expect(again(bid)).toMatchObject({
      ok: true,
      value: first.ok && { parameters: first.value.parameters, lossPerLot: first.value.lossPerLot },
    });
  }
  expect(again(2001.51)).toMatchObject({ ok: true, value: { parameters: { worstPrice: 2003.21, volume: 0.18 } } });
});

test('the judged state is the same however positions and orders are listed', () => {
  const positions = ['3', '1', '2'].map((positionId) => samplePosition({ positionId, volume: 0.01 }));
  const pendingOrders = ['9', '10'].map((clientOrderId) =>
    sampleOrder({ request: { ...sampleEntryRequest(), kind: 'entry', clientOrderId, riskMoney: 1 } }),
  );
  const wide = limits({ positionsMax: 50 });
  const one = checkRisk(sampleRiskRequest({ positions, pendingOrders, limits: wide }));
  const two = checkRisk(
    sampleRiskRequest({
      positions: positions.toReversed(),
      pendingOrders: pendingOrders.toReversed(),
      limits: wide,
    }),
  );
  expect(one.ok && two.ok && isSameJudgedState(one.value.judgedIn, two.value.judgedIn)).toBe(true);
  const moved = checkRisk(sampleRiskRequest({ positions: positions.slice(1), pendingOrders, limits: wide }));
  expect(one.ok && moved.ok && isSameJudgedState(one.value.judgedIn, moved.value.judgedIn)).toBe(false);
});

const anyRequest = fc
  .record({
    instrument: fc.constantFrom(
      sampleGold,
      sampleEuro,
      sampleInstrument({ tickSize: 0.25, tickValue: 12.5, point: 0.01, volumeMin: 1, volumeStep: 1, volumeMax: 500 }),
      sampleInstrument({ volumeStep: 0.001, volumeMin: 0.003, commissionPerLotSide: 0, marginPerLot: 0 }),
    ),
    side: fc.constantFrom('buy', 'sell'),
    equity: fc.double({ min: 1, max: 1e7, noNaN: true }),
    creditRatio: fc.double({ min: 0, max: 0.9, noNaN: true }),
    marginRatio: fc.double({ min: 0, max: 1, noNaN: true }),
    riskRatio: fc.double({ min: 0.0001, max: 0.1, noNaN: true }),
    stopTicks: fc.integer({ min: 1, max: 5000 }),
    quoteTicks: fc.integer({ min: -500, max: 500 }),
    spreadTicks: fc.integer({ min: 0, max: 200 }),
    driftRMax: fc.double({ min: 0, max: 0.5, noNaN: true }),
    openVolumes: fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 2 }),
  })
  .map((it): RiskRequest => requestOf(it.instrument, { ...it, side: it.side === 'buy' ? 'buy' : 'sell' }));

function requestOf(
  instrument: Instrument,
  it: {
    readonly side: 'buy' | 'sell';
    readonly equity: number;
    readonly creditRatio: number;
    readonly marginRatio: number;
    readonly riskRatio: number;
    readonly stopTicks: number;
    readonly quoteTicks: number;
    readonly spreadTicks: number;
    readonly driftRMax: number;
    readonly openVolumes: readonly number[];
  },
): RiskRequest {
  const { symbol, tickSize, volumeStep } = instrument;
  const base = symbol === 'EURUSD' ? 1.1 : 2000;
  const stop = base - sideSign(it.side) * it.stopTicks * tickSize;
  const spreadPoints = (it.spreadTicks * tickSize) / instrument.point;
  const stopOf = (distance: number) => Math.max(tickSize, base - distance * tickSize);
  return sampleRiskRequest({
    intent: sampleIntent({ symbol, side: it.side, reference: base, stop, riskRatio: it.riskRatio }),
    account: sampleAccount({
      equity: it.equity,
      balance: it.equity,
      credit: it.equity * it.creditRatio,
      margin: it.equity * it.marginRatio,
      freeMargin: it.equity * (1 - it.marginRatio),
    }),
    instrument,
    instruments: new Map([[symbol, instrument]]),
    quote: sampleQuote({ instrument, bid: base + it.quoteTicks * tickSize, spreadPoints }),
    positions: it.openVolumes.map((steps, index) =>
      samplePosition({
        positionId: String(index + 1),
        symbol,
        openPrice: base,
        volume: steps * volumeStep,
        stop: stopOf(steps * 10),
      }),
    ),
    limits: limits({ driftRMax: it.driftRMax, dailyLossRatioMax: 0.2 }),
  });
}

/** Twice the float noise that is forgiven: this computation has its own. */
const aboveNoise = (limit: number): number => limit + Math.abs(limit) * 2e-9;

test('whatever is approved is on the step, finite, and within every budget even at its worst price', () => {
  let approvedCount = 0;
  fc.assert(
    fc.property(anyRequest, (request) => {
      const judged = checkRisk(request);
      if (!judged.ok) return;
      approvedCount++;
      const { parameters, riskRatio, marginMoney } = judged.value;
      const { account, instrument, intent, positions } = request;
      if (account === null || instrument === null || request.quote === null) throw new Error('approved without inputs');
      const { volume, worstPrice, stop, side, riskMoney } = parameters;
      const ownEquity = account.equity - account.credit;
      const lossAtWorst =
        volume *
        ((Math.abs(worstPrice - stop) / instrument.tickSize) * instrument.tickValue +
          2 * instrument.commissionPerLotSide);
      expect(Number.isFinite(riskMoney) && Number.isFinite(marginMoney)).toBe(true);
      expect(riskMoney).toBeCloseTo(lossAtWorst, 6);
      expect(lossAtWorst).toBeLessThanOrEqual(aboveNoise(ownEquity * intent.riskRatio));
      expect(riskRatio).toBeLessThanOrEqual(aboveNoise(intent.riskRatio));
      expect(volume).toBeGreaterThanOrEqual(instrument.volumeMin);
      expect(volume).toBeLessThanOrEqual(instrument.volumeMax);
      expect(isOnStep(volume, instrument)).toBe(true);
      expect(account.margin + marginMoney).toBeLessThanOrEqual(aboveNoise(ownEquity * 0.5));
      const openLoss = positions.reduce((sum, position) => {
        const ticks = (position.openPrice - (position.stop ?? 0)) / instrument.tickSize;
        return sum + position.volume * (ticks * instrument.tickValue + 2 * instrument.commissionPerLotSide);
      }, 0);
      expect(openLoss + riskMoney).toBeLessThanOrEqual(aboveNoise(ownEquity * 0.05) + 1e-6);
      const sign = sideSign(side);
      expect(sign * (worstPrice - stop)).toBeGreaterThan(0);
      expect(sign * (closePrice(side, request.quote) - stop)).toBeGreaterThan(0);
    }),
    { numRuns: 2000, seed: 5 },
  );
  expect(approvedCount).toBeGreaterThan(200);
});

test('one step more would be above a budget: nothing is left on the table', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1500, max: 1e6, noNaN: true }),
      fc.integer({ min: 50, max: 3000 }),
      (equity, stopTicks) => {
        const account = sampleAccount({ equity, balance: equity, freeMargin: equity });
        const intent = sampleIntent({ stop: 2000 - stopTicks / 100 });
        const judged = checkRisk(sampleRiskRequest({ account, intent }));
        if (!judged.ok) return;
        const { parameters, lossPerLot, marginMoney } = judged.value;
        const isFull =
          (parameters.volume + 0.01) * lossPerLot > equity * 0.01 ||
          marginMoney + 0.01 * sampleGold.marginPerLot > equity * 0.5 ||
          parameters.volume + 0.01 > sampleGold.volumeMax;
        expect(isFull).toBe(true);
      },
    ),
  );
});
