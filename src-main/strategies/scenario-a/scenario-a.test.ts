import { expect, test } from 'vitest';
import type { Bar } from '#shared/market/bar.ts';
import { price } from '#shared/units/price.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { MarketRow } from '#main/features/market-columns.ts';
import { sampleBar } from '#main/testkit/sample-bars.ts';
import { sampleHeld } from '../sample-held.suite.ts';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import { decisionCodes } from '../decision-code.ts';
import { boundOf, decidedColumns, type DecidedColumns } from '../decided-columns.suite.ts';
import { flatState, holdingSince, type HoldingState, type StrategyState } from '../strategy-state.ts';
import { scenarioA } from './scenario-a.ts';

const codeNames = Object.fromEntries(Object.entries(decisionCodes).map(([name, code]) => [code, name]));
const quarterMs = 15 * 60_000;

/** A Tuesday in winter: London is at Greenwich's time, New York five hours behind. */
const tuesday = Date.UTC(2024, 0, 16);
const at = (hour: number, minute = 0): number => tuesday + (hour * 60 + minute) * 60_000;

/** Short lengths, and nothing asked for but what a test is about. */
const small = {
  ...{ emaFastBars: 2, emaSlowBars: 4, channelBars: 3, atrBars: 2, bufferAtr: 0 },
  ...{ rvolMin: 0, atrPercentileMin: 0, atrPercentileMax: 1, spreadAtrMax: 0, newsBlackoutMinutes: 0 },
};

/** Quarters of an hour, the last of which closes at a moment. */
const closing = (closesAtUtcMs: number, ...closes: readonly number[]): Bar[] =>
  closes.map((close, index) =>
    sampleBar({ openTimeUtcMs: closesAtUtcMs - (closes.length - index) * quarterMs, close }),
  );

const breakoutUp = [100, 100, 100, 100, 103];
const breakoutDown = [100, 100, 100, 100, 97];

const columnsOf = (bars: readonly Bar[], changes: object = {}, row: Partial<MarketRow> = {}): DecidedColumns =>
  decidedColumns(boundOf(scenarioA, { ...small, ...changes }), bars, () => row);

function said(columns: DecidedColumns, state: StrategyState = flatState) {
  const index = columns.length - 1;
  const code = columns.decide(index, state);
  return {
    code: codeNames[code],
    signal: columns.signal(index, { code, state, instrument: sampleGold }),
    filters: columns.explain(index, state),
  };
}

const codeAt = (closesAtUtcMs: number, changes: object = {}): string | undefined =>
  said(columnsOf(closing(closesAtUtcMs, ...breakoutUp), changes)).code;

test('buys on a close beyond the channel with the fast average above the slow one: stop in ATR, target in R', () => {
  // ATR(2): true ranges 0, 0, 0, 3 give (0 · 1 + 3) / 2 = 1.5; the stop lies 1.5 · 1.5 = 2.25 below, the target twice as far above.
  expect(said(columnsOf(closing(at(10), ...breakoutUp)))).toMatchObject({
    code: 'enterBuy',
    signal: { kind: 'enter', side: 'buy', reference: 103, stop: 100.75, target: 107.5 },
    filters: [
      { filter: 'sessionLeft', value: 390, threshold: 60, passed: true },
      { filter: 'tradesToday', value: 0, threshold: 2, passed: true },
      { filter: 'emaUp', passed: true },
      { filter: 'breakoutUp', value: 103, threshold: 100, passed: true },
      { filter: 'stopDistance', value: 2.25, threshold: 25.75, passed: true },
    ],
  });
});

test('sells on a close beyond the channel with the fast average below the slow one', () => {
  expect(said(columnsOf(closing(at(10), ...breakoutDown)))).toMatchObject({
    code: 'enterSell',
    signal: { kind: 'enter', side: 'sell', reference: 97, stop: 99.25, target: 92.5 },
    filters: [{}, {}, { filter: 'emaDown', passed: true }, { filter: 'breakoutDown', value: 97, passed: true }, {}],
  });
});

test('a close has to lie beyond the channel by the buffer', () => {
  // 1.5 ATR are 2.25; two are 3, which a close of 103 reaches and does not pass.
  expect(codeAt(at(10), { bufferAtr: 1.5 })).toBe('enterBuy');
  expect(codeAt(at(10), { bufferAtr: 2 })).toBe('setupBuy');
});

test('enters only inside a session, up to so long before its end', () => {
  const london = { newYorkFromHour: 0, newYorkUntilHour: 0, londonFromHour: 8, londonUntilHour: 12 };
  const codes = [at(7, 45), at(8), at(10, 45), at(11), at(12), at(13)].map((closesAt) => codeAt(closesAt, london));
  expect(codes).toEqual(['none', 'enterBuy', 'enterBuy', 'none', 'none', 'none']);
});

test('sessions keep their own cities’ clocks through the weeks in which only one of them has changed', () => {
  const newYork = {
    londonFromHour: 0,
    londonUntilHour: 0,
    newYorkFromHour: 8,
    newYorkUntilHour: 12,
    entryEndMinutes: 0,
  };
  const london = {
    newYorkFromHour: 0,
    newYorkUntilHour: 0,
    londonFromHour: 8,
    londonUntilHour: 12,
    entryEndMinutes: 0,
  };
  // New York went to summer time on 10 March 2024, London on 31 March.
  const opens = ['2024-03-08', '2024-03-12', '2024-04-02'].map((day) => {
    const hourOf = (changes: object): number | undefined =>
      [6, 7, 8, 9, 10, 11, 12, 13, 14].find(
        (hour) => codeAt(Date.parse(`${day}T00:00Z`) + hour * 3_600_000, changes) === 'enterBuy',
      );
    return [hourOf(london), hourOf(newYork)];
  });
  expect(opens).toEqual([
    [8, 13],
    [8, 12],
    [7, 12],
  ]);
});

test('trades no more than so often in a day', () => {
  const columns = columnsOf(closing(at(10), ...breakoutUp), { tradesPerDayMax: 2 });
  expect(said(columns, { kind: 'flat', tradesToday: 1 }).code).toBe('enterBuy');
  expect(said(columns, { kind: 'flat', tradesToday: 2 })).toMatchObject({
    code: 'none',
    filters: [{}, { filter: 'tradesToday', value: 2, threshold: 2, passed: false }, {}, {}, {}],
  });
});

test('a spread too wide for the ATR is in the way; one that is not known only where it is told to be', () => {
  const bars = closing(at(10), ...breakoutUp);
  const spreadFilter = (changes: object, spread: number) => {
    const { code, filters } = said(columnsOf(bars, { spreadAtrMax: 0.2, ...changes }, { spread }));
    return [code, filters.find(({ filter }) => filter === 'spreadAtr')];
  };
  expect(spreadFilter({}, 0.1875)).toEqual([
    'enterBuy',
    { filter: 'spreadAtr', value: 0.125, threshold: 0.2, passed: true },
  ]);
  expect(spreadFilter({}, 0.6)).toMatchObject(['none', { passed: false }]);
  expect(spreadFilter({}, NaN)).toMatchObject(['enterBuy', { value: null, passed: true }]);
  expect(spreadFilter({ spreadUnknown: 'deny' }, NaN)).toMatchObject(['noData', { value: null, passed: false }]);
  expect(spreadFilter({ spreadAtrMax: 0 }, NaN)).toEqual(['enterBuy', undefined]);
});

test('news too near are in the way, before and after; unknown ones only where they are told to be', () => {
  const bars = closing(at(10), ...breakoutUp);
  const newsFilter = (changes: object, newsDistanceMs: number) => {
    const { code, filters } = said(columnsOf(bars, { newsBlackoutMinutes: 30, ...changes }, { newsDistanceMs }));
    return [code, filters.find(({ filter }) => filter === 'newsMinutes')];
  };
  expect(newsFilter({}, 30 * 60_000)).toMatchObject(['enterBuy', { value: 30, threshold: 30, passed: true }]);
  expect(newsFilter({}, 29 * 60_000)).toMatchObject(['none', { value: 29, passed: false }]);
  expect(newsFilter({}, NaN)).toMatchObject(['enterBuy', { value: null, passed: true }]);
  expect(newsFilter({ newsUnknown: 'deny' }, NaN)).toMatchObject(['noData', { value: null, passed: false }]);
});

test('a market too calm or too wild is left alone, and so is one whose rank is not known yet', () => {
  const wild = [100, 101, 100, 101, 100, 106];
  const calm = [100, 106, 100, 106.2, 106.1, 106.3];
  const rankOf = (closes: readonly number[], changes: object) => {
    const columns = columnsOf(closing(at(10), ...closes), { atrPercentileBars: 3, ...changes });
    return [said(columns).code, said(columns).filters.filter(({ filter }) => filter.startsWith('atr'))];
  };
  expect(rankOf(wild, { atrPercentileMin: 0.2 })[0]).toBe('enterBuy');
  expect(rankOf(wild, { atrPercentileMax: 0.8 })).toMatchObject(['none', [{ passed: true }, { passed: false }]]);
  expect(rankOf(calm, { atrPercentileMin: 0.2 })).toMatchObject(['none', [{ passed: false }, { passed: true }]]);
  expect(rankOf(wild, { atrPercentileBars: 20, atrPercentileMin: 0.2 })[0]).toBe('noData');
});

test('asks for as much volume as the same quarter of an hour had in the days before', () => {
  const days = [10, 11, 12].map((day) => Date.UTC(2024, 0, day, 10));
  const bars = days.flatMap((closesAt) => closing(closesAt, ...breakoutUp));
  const withVolume = (last: number, rvolMin: number) => {
    const bound = boundOf(scenarioA, { ...small, rvolDays: 2, rvolMin });
    return said(decidedColumns(bound, bars, (index) => ({ tickVolume: index < bars.length - 1 ? 100 : last })));
  };
  expect(withVolume(150, 1.5)).toMatchObject({ code: 'enterBuy' });
  expect(withVolume(149, 1.5).code).toBe('none');
  expect(withVolume(NaN, 1.5)).toMatchObject({ code: 'noData' });
  expect(withVolume(NaN, 0).code).toBe('enterBuy');
});

test('averages that contradict the breakout, or agree on nothing, set nothing up', () => {
  expect(said(columnsOf(closing(at(10), 100, 100, 90, 85, 101))).code).toBe('setupSell');
  expect(said(columnsOf(closing(at(10), 100, 100, 100, 100, 100))).code).toBe('none');
});

const held = (columns: DecidedColumns, change: Partial<HoldingState> = {}): HoldingState => ({
  ...holdingSince(
    columns.market,
    columns.length - 1,
    sampleHeld({
      ...{ side: 'buy', openPrice: price(100), stop: price(98) },
      openedAtUtcMs: utcMs(columns.market.openTimeUtcMs.values[0] ?? NaN),
    }),
  ),
  ...change,
});

test('holds until the session ends, and leaves at its end', () => {
  const stateOf = (closesAt: number): string | undefined => {
    const columns = columnsOf(closing(closesAt, 100, 100.5));
    return said(columns, held(columns)).code;
  };
  // New York's 15:45 is 20:45 in winter; the overlap of the two sessions is held through.
  expect([at(9), at(16, 30), at(20, 30), at(20, 45), at(23)].map(stateOf)).toEqual([
    ...['hold', 'hold', 'hold'],
    ...['exitSession', 'exitSession'],
  ]);
  const columns = columnsOf(closing(at(20, 45), 100, 100.5));
  expect(said(columns, held(columns))).toMatchObject({
    signal: { kind: 'exit', side: 'buy', reference: 100.5, reason: 'sessionEnd' },
    filters: [{ filter: 'sessionLeft', value: 0, threshold: 0, passed: false }, { passed: true }],
  });
});

test('moves the stop to the entry once a close has gained as much as is risked, and then never again', () => {
  const columns = columnsOf(closing(at(10), 100, 101.99));
  expect(said(columns, held(columns)).code).toBe('hold');
  const enough = columnsOf(closing(at(10), 100, 102));
  expect(said(enough, held(enough))).toEqual({
    code: 'moveStop',
    signal: { kind: 'moveStop', side: 'buy', reference: 102, stop: 100, reason: 'breakEven' },
    filters: [
      { filter: 'sessionLeft', value: 390, threshold: 0, passed: true },
      { filter: 'breakEvenR', value: 1, threshold: 1, passed: false },
    ],
  });
  for (const stop of [100, 101]) expect(said(enough, held(enough, { stop })).code).toBe('hold');
});

test('closes a part once a close has gained so many R of the entry, before the stop moves', () => {
  const changes = { partialR: 1.5, partialRatio: 0.35 };
  const little = columnsOf(closing(at(10), 100, 102.99), { ...changes, breakEvenR: 0 });
  expect(said(little, held(little)).code).toBe('hold');
  const enough = columnsOf(closing(at(10), 100, 103), changes);
  expect(said(enough, held(enough))).toEqual({
    code: 'closePart',
    signal: { kind: 'closePart', side: 'buy', reference: 103, ratio: 0.35, reason: 'partialTarget' },
    filters: [
      { filter: 'sessionLeft', value: 390, threshold: 0, passed: true },
      { filter: 'partialR', value: 1.5, threshold: 1.5, passed: false },
      { filter: 'breakEvenR', value: 1.5, threshold: 1, passed: false },
    ],
  });
  // One thing at a time: on the next close the stop follows, and then there is nothing left to do.
  const closed = held(enough, { isPartClosed: true, volume: 0.07 });
  expect(said(enough, closed)).toMatchObject({ code: 'moveStop', filters: [{}, { filter: 'breakEvenR' }] });
  expect(said(enough, { ...closed, stop: 100 }).code).toBe('hold');
});

test('R is that of the entry, though the stop has moved to it since', () => {
  const columns = columnsOf(closing(at(10), 100, 103), { partialR: 1.5 });
  expect(said(columns, held(columns, { stop: 100 })).code).toBe('closePart');
  expect(said(columns, held(columns, { stop: 100, stopAsSent: NaN }))).toMatchObject({
    code: 'hold',
    filters: [{}, { filter: 'partialR', value: null, passed: true }, {}],
  });
  const falling = columnsOf(closing(at(10), 100, 97), { partialR: 1.5 });
  expect(said(falling, held(falling, { side: 'sell', stop: 100, stopAsSent: 102 })).code).toBe('closePart');
});

test('a position too small to be divided keeps its volume, and its stop moves without waiting', () => {
  const columns = columnsOf(closing(at(10), 100, 103), { partialR: 1, partialRatio: 0.5 });
  const codeWith = (volume: number, volumeMin = 0.01) => said(columns, held(columns, { volume, volumeMin })).code;
  expect([codeWith(0.01), codeWith(0.02), codeWith(0.19, 0.1), codeWith(0.2, 0.1)]).toEqual([
    ...['moveStop', 'closePart', 'moveStop', 'closePart'],
  ]);
});

test('the end of the session leaves with all of it', () => {
  const columns = columnsOf(closing(at(20, 45), 100, 110), { partialR: 1 });
  expect(said(columns, held(columns)).code).toBe('exitSession');
});

test('a sell’s stop moves down to the entry', () => {
  const columns = columnsOf(closing(at(10), 100, 97.9));
  expect(said(columns, held(columns, { side: 'sell', stop: 102 }))).toMatchObject({
    signal: { kind: 'moveStop', side: 'sell', stop: 100 },
  });
});

test('an entry between two ticks moves the stop to the better one, so that it is moved once', () => {
  const columns = columnsOf(closing(at(10), 100, 103));
  const stopOf = (state: HoldingState) => said(columns, state).signal;
  expect(stopOf(held(columns, { entryPrice: 100.004 }))).toMatchObject({ stop: 100.01 });
  const falling = columnsOf(closing(at(10), 100, 97));
  const sell = held(falling, { side: 'sell', entryPrice: 100.004, stop: 102 });
  expect(said(falling, sell).signal).toMatchObject({ stop: 100 });
});

test('without break-even, or without a stop to measure by, the position is only held', () => {
  const columns = columnsOf(closing(at(10), 100, 110), { breakEvenR: 0 });
  expect(said(columns, held(columns))).toMatchObject({ code: 'hold', filters: [{ filter: 'sessionLeft' }] });
  const asking = columnsOf(closing(at(10), 100, 110));
  expect(said(asking, held(asking, { stop: NaN }))).toMatchObject({
    code: 'hold',
    filters: [{}, { filter: 'breakEvenR', value: null, passed: true }],
  });
});

test('parameters that contradict each other are refused by name', () => {
  const refusals = [
    { emaFastBars: 50 },
    { londonFromHour: 17 },
    { newYorkFromHour: 20 },
    { londonFromHour: 9, londonUntilHour: 9, newYorkFromHour: 9, newYorkUntilHour: 9 },
    { atrPercentileMin: 0.95 },
  ].map((wish) => scenarioA.bind(wish));
  expect(refusals).toMatchObject([
    { error: { code: 'PARAMETER_INVALID', message: expect.stringContaining('shorter than the slow one') as string } },
    { error: { facts: { parameter: 'londonFromHour' } } },
    { error: { facts: { parameter: 'newYorkFromHour' } } },
    { error: { message: expect.stringContaining('at least one session') as string } },
    { error: { facts: { parameter: 'atrPercentileMin' } } },
  ]);
});
