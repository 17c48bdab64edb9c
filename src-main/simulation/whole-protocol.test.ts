import { expect, test } from 'vitest';
import { exposureHashOf } from '#main/protocol/exposure-hash.ts';
import type { HistoryEndBody } from '#main/protocol/messages/data-messages.ts';
import type { ServerOutput } from '#main/protocol/server-session.ts';
import type { WireList } from '#main/protocol/snapshot-pages.ts';
import { calendarEventSchema } from '#shared/market/calendar-event.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import {
  buyOrder,
  fullSpeed,
  goldFrom,
  isReport,
  lastTick,
  opening,
  place,
  report,
  rigBars,
  rigStamp,
  rigStartUtcMs,
  TerminalRig,
  ticksHeard,
} from './simulated-terminal.suite.ts';

const slow = { speed: 1 };

const listOf =
  <Kind extends WireList['kind']>(kind: Kind) =>
  (output: ServerOutput): Extract<WireList, { kind: Kind }> | false =>
    output.kind === 'listCompleted' && output.list.kind === kind && (output.list as Extract<WireList, { kind: Kind }>);

const isOfMarket = (output: ServerOutput): boolean => isReport('TICKS')(output) || isReport('BARS')(output);

const minutesBack = (count: number) => utcMs(rigStartUtcMs - count * 60_000);

test('a symbol that is let go is told of no more, and from a cursor on when it is wanted again', async () => {
  await using rig = await TerminalRig.start({ speed: 600 });
  const { cockpit } = rig;
  const { stampMs } = await lastTick(cockpit);
  cockpit.send({ kind: 'UNSUBSCRIBE', body: { symbol: 'XAUUSD' } });
  const accounts = (): number => cockpit.heard.filter(isReport('ACCOUNT')).length;
  const seen = accounts();
  await expect.poll(accounts, { timeout: 20_000 }).toBeGreaterThan(seen + 1);
  const from = cockpit.heard.length;
  await expect.poll(accounts, { timeout: 20_000 }).toBeGreaterThan(seen + 3);
  expect(cockpit.heard.slice(from).some(isOfMarket)).toBe(false);
  const subscription = goldFrom(minutesBack(3), { stampMs, bid: 1, ask: 1 });
  cockpit.send({ kind: 'SUBSCRIBE', body: { subscription } });
  await cockpit.until(report('BARS'), from);
  const { message } = await cockpit.until(report('TICKS'), from);
  expect(message.body.ticks[0]?.stampMs).toBeGreaterThan(stampMs);
  const stamps = ticksHeard(cockpit).map((tick) => tick.stampMs);
  expect(new Set(stamps).size).toBe(stamps.length);
});

test('another symbol can be neither subscribed nor described', async () => {
  await using rig = await TerminalRig.start(slow);
  const { cockpit } = rig;
  await lastTick(cockpit);
  cockpit.send({ kind: 'SUBSCRIBE', body: { subscription: { ...goldFrom(null), symbol: 'COCOA' } } });
  const { message } = await cockpit.until(report('ERROR'));
  expect(message.body).toMatchObject({ about: 'SUBSCRIBE', fault: { code: 'INSTRUMENT_MISSING' } });
  cockpit.send({ kind: 'SYMBOLS_REQUEST', body: { symbols: ['COCOA'] } });
  expect((await cockpit.until(listOf('symbols'))).instruments).toEqual([]);
  const from = cockpit.heard.length;
  cockpit.send({ kind: 'SYMBOLS_REQUEST', body: { symbols: null } });
  expect((await cockpit.until(listOf('symbols'), from)).instruments).toMatchObject([{ symbol: 'XAUUSD' }]);
});

test('the calendar is told of the span that was asked for, and what is still to come without its value', async () => {
  const release = (minutes: number) =>
    calendarEventSchema.parse({
      ...{
        valueId: String(500 + minutes),
        eventId: '3',
        releaseUtcMs: rigStartUtcMs + minutes * 60_000,
        currency: 'USD',
      },
      ...{ importance: 'high', name: 'Rates', actual: 5.5, forecast: 5.25, previous: 5.25, revisedPrevious: null },
    });
  await using rig = await TerminalRig.start({ ...slow, calendar: [release(-60), release(60), release(100_000)] });
  const { cockpit } = rig;
  await lastTick(cockpit);
  const span = { fromStampMs: rigStamp(minutesBack(600)), toStampMs: rigStamp(minutesBack(-600)) };
  cockpit.send({ kind: 'CALENDAR_REQUEST', body: { ...span, currencies: ['USD'] } });
  const told = await cockpit.until(listOf('calendar'));
  expect(told).toMatchObject({
    ...span,
    events: [
      { valueId: '440', actual: 5.5 },
      { valueId: '560', actual: null },
    ],
  });
  const from = cockpit.heard.length;
  cockpit.send({ kind: 'CALENDAR_REQUEST', body: { ...span, currencies: ['JPY'] } });
  expect((await cockpit.until(listOf('calendar'), from)).events).toEqual([]);
});

test('everything is told again on request, under the same marks where nothing has changed', async () => {
  await using rig = await TerminalRig.start(slow);
  const { cockpit } = rig;
  await place(cockpit, await buyOrder(cockpit, 1));
  await cockpit.until(report('LIMITS_STATUS'));
  const ask = async () => {
    const from = cockpit.heard.length;
    cockpit.send({ kind: 'SNAPSHOT_REQUEST', body: {} });
    return cockpit.until(opening, from);
  };
  const [first, second] = [await ask(), await ask()];
  expect(first.deals.deals.length).toBe(1);
  expect(second.head.revision).toBeGreaterThan(first.head.revision);
  const marks = [first, second].map(({ symbols, positions, orders, deals }) =>
    [symbols, positions, orders, deals].map(({ hash }) => hash),
  );
  expect(marks[1]).toEqual(marks[0]);
});

test('each PING says the terminal’s clocks, and the mark of the lists as they were told', async () => {
  await using rig = await TerminalRig.start(slow);
  const { cockpit } = rig;
  const order = await buyOrder(cockpit, 1);
  await place(cockpit, order);
  const positions = await cockpit.until(listOf('positions'));
  const { orders } = await cockpit.until(opening);
  const from = cockpit.heard.length;
  const pulse = await cockpit.until((output) => output.kind === 'pulsed' && output.pulse, from);
  expect(pulse).toMatchObject({
    isConnected: true,
    exposureHash: exposureHashOf({ positions: positions.hash, orders: orders.hash }),
  });
  expect(pulse.clock.tradeServerMs - pulse.clock.gmtMs).toBe(2 * 3_600_000);
  expect(pulse.clock.lastQuoteStampMs).toBeGreaterThan(0);
});

test('the app’s limits bind until its session ends, and every change of what binds is told', async () => {
  await using rig = await TerminalRig.start(slow);
  const { cockpit } = rig;
  await lastTick(cockpit);
  const limits = {
    maxVolume: 0.05,
    maxPositions: null,
    maxTradesPerDay: null,
    maxSpreadPoints: null,
    maxDailyLossRatio: 0.01,
  };
  cockpit.send({ kind: 'LIMITS', body: limits });
  const { message } = await cockpit.until(report('LIMITS_STATUS'));
  expect(message.body).toMatchObject({ maxVolume: 0.05, maxDailyLossRatio: 0.01, maxPositions: 0 });
  expect(await place(cockpit, await buyOrder(cockpit, 1))).toMatchObject({ fault: { code: 'VOLUME_LIMIT' } });
  const from = cockpit.heard.length;
  cockpit.cut();
  expect((await cockpit.until(opening, from)).head.limits).toMatchObject({ maxVolume: 0, maxDailyLossRatio: 0.05 });
});

test('the chart’s halt and its own are lifted each where it was set', async () => {
  await using rig = await TerminalRig.start(slow);
  const { cockpit } = rig;
  await lastTick(cockpit);
  rig.terminal.haltAtChart({ isHalted: true, reason: 'by hand' });
  cockpit.send({ kind: 'HALT', body: { isHalted: false, reason: 'lifted' } });
  await expect
    .poll(() => cockpit.heard.filter(isReport('LIMITS_STATUS')).map(({ message }) => message.body.halt))
    .toEqual([
      { app: false, chart: true, reason: 'by hand' },
      { app: false, chart: true, reason: 'lifted' },
    ]);
  expect(await place(cockpit, await buyOrder(cockpit, 1))).toMatchObject({ fault: { code: 'HALTED' } });
});

test('bars of every timeframe and ticks come on the data session, counted, one request after the other', async () => {
  await using rig = await TerminalRig.start({ speed: fullSpeed });
  const { cockpit } = rig;
  await expect.poll(() => rig.notes.at(-1)?.event, { timeout: 20_000 }).toBe('marketEnded');
  await expect.poll(() => cockpit.isDataSessionOpen).toBe(true);
  const [first, last] = [rigBars[0], rigBars.at(-1)].map((bar) => rigStamp(bar?.openTimeUtcMs ?? utcMs(0)));
  const span = {
    symbol: 'XAUUSD',
    fromStampMs: first ?? rigStamp(rigStartUtcMs),
    toStampMs: last ?? rigStamp(rigStartUtcMs),
  };
  cockpit.askForHistory({ kind: 'BARS_REQUEST', body: { request: 1, timeframe: 'M1', ...span } });
  cockpit.askForHistory({ kind: 'BARS_REQUEST', body: { request: 2, timeframe: 'M15', ...span } });
  cockpit.askForHistory({ kind: 'TICKS_REQUEST', body: { request: 3, ...span } });
  cockpit.askForHistory({ kind: 'TICKS_REQUEST', body: { request: 4, ...span, symbol: 'COCOA' } });
  cockpit.askForHistory({
    kind: 'BARS_REQUEST',
    body: { request: 5, timeframe: 'M1', ...span, toStampMs: rigStamp(minutesBack(9000)) },
  });
  await cockpit.untilHistory((output) => isReport('HISTORY_END')(output) && output.message.body.request === 5);
  const ends = cockpit.heardOfHistory
    .filter(isReport('HISTORY_END'))
    .map(({ message }): HistoryEndBody => message.body);
  expect(ends).toMatchObject([
    { request: 1, sent: rigBars.length, fault: null },
    { request: 2, fault: null },
    { request: 3, sent: 4 * (rigBars.length - 1), fault: null },
    { request: 4, sent: 0, fault: { code: 'INSTRUMENT_MISSING' } },
    { request: 5, sent: 0, fault: { code: 'REQUEST_INVALID' } },
  ]);
  const kinds = cockpit.heardOfHistory.flatMap((output) => (output.kind === 'reported' ? [output.message.kind] : []));
  const parts = kinds
    .join(' ')
    .split('HISTORY_END')
    .map((part) => new Set(part.trim().split(' ')));
  expect(parts.slice(0, 3)).toEqual([new Set(['BARS']), new Set(['BARS']), new Set(['TICKS'])]);
});

test('more than sixteen requests that wait are refused, and those before them answered', async () => {
  await using rig = await TerminalRig.start(slow);
  const { cockpit } = rig;
  await expect.poll(() => cockpit.isDataSessionOpen).toBe(true);
  const span = {
    symbol: 'XAUUSD',
    timeframe: 'M1',
    fromStampMs: rigStamp(minutesBack(9)),
    toStampMs: rigStamp(minutesBack(5)),
  } as const;
  cockpit.turnHistoryAway();
  for (let request = 1; request <= 60; request++)
    cockpit.askForHistory({ kind: 'BARS_REQUEST', body: { request, ...span } });
  cockpit.listenToHistoryAgain();
  const ends = () => cockpit.heardOfHistory.filter(isReport('HISTORY_END')).map(({ message }) => message.body);
  await expect.poll(() => ends().length, { timeout: 20_000 }).toBe(60);
  expect(ends().every(({ sent, fault }) => (fault === null ? sent === 5 : fault.code === 'REQUEST_INVALID'))).toBe(
    true,
  );
  expect(ends().some(({ fault }) => fault === null)).toBe(true);
});
