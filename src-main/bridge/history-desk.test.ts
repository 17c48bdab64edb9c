import { expect, test } from 'vitest';
import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { Tick } from '#shared/market/quote.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { endOfTimeUtcMs, utcMs } from '#shared/units/utc-ms.ts';
import type { WireBar } from '#main/protocol/bar-codec.ts';
import { serverMs } from '#main/protocol/server-ms.ts';
import type { TerminalReport } from '#main/protocol/server-session.ts';
import { createManualClock } from '#main/testkit/manual-clock.ts';
import { sampleStampMs } from '#main/testkit/sample-wire.ts';
import { HistoryDesk, historyRequestsMax, historyStallMsMax, type HistoryLine } from './history-desk.ts';

const startUtcMs = utcMs(Date.UTC(2024, 0, 2));
const minuteMs = 60_000;
const span = { symbol: 'XAUUSD', fromUtcMs: startUtcMs, toUtcMs: utcMs(startUtcMs + 3_600_000) };

const wireBar = (minute: number, changes: Partial<WireBar> = {}): WireBar => ({
  ...{ open: 10, high: 12, low: 9, close: 11, tickVolume: 5, spreadPoints: 20 },
  openStampMs: serverMs(sampleStampMs + minute * minuteMs),
  ...changes,
});

const barsPage = (...bars: readonly WireBar[]): TerminalReport => ({
  kind: 'BARS',
  body: { symbol: 'XAUUSD', timeframe: 'M1', bars, forming: null },
});

const ticksPage = (...offsetsMs: readonly number[]): TerminalReport => ({
  kind: 'TICKS',
  body: {
    ...{ symbol: 'XAUUSD', takenAtStamp: 1, isRewind: false },
    ticks: offsetsMs.map((offsetMs) => ({ stampMs: serverMs(sampleStampMs + offsetMs), bid: 1, ask: 2 })),
  },
});

const historyEnd = (request: number, sent: number, fault: { code: string; message: string } | null = null) =>
  ({ kind: 'HISTORY_END', body: { request, sent, fault } }) as const;

/** A desk, and a line that keeps what goes over it. */
function newDesk() {
  const clock = createManualClock();
  const desk = new HistoryDesk({ clock: brokerClock('ny+7'), timers: clock.timers });
  const sent: Parameters<HistoryLine['send']>[0][] = [];
  const ended: string[] = [];
  const connect = (): void =>
    desk.connect({
      send: (request) => {
        sent.push(request);
        return true;
      },
      end: (why) => {
        ended.push(why.code);
        desk.disconnect();
      },
    });
  return { desk, clock, sent, ended, connect };
}

const bars = (desk: HistoryDesk, pages: (readonly Bar[])[] = []): Promise<Result<number, Fault>> =>
  desk.bars({ ...span, timeframe: 'M1' }, (page) => pages.push(page));

test('asks in the server’s time, hands pages on as they come, and counts them', async () => {
  const { desk, sent, connect } = newDesk();
  connect();
  const pages: (readonly Bar[])[] = [];
  const answer = bars(desk, pages);
  expect(sent).toEqual([
    {
      kind: 'BARS_REQUEST',
      body: {
        ...{ request: 1, symbol: 'XAUUSD', timeframe: 'M1' },
        ...{ fromStampMs: sampleStampMs, toStampMs: sampleStampMs + 3_600_000 },
      },
    },
  ]);
  expect(desk.report(barsPage(wireBar(0), wireBar(1)))).toBe(0);
  expect(pages.map((page) => page.map(({ openTimeUtcMs }) => openTimeUtcMs))).toEqual([
    [startUtcMs, startUtcMs + minuteMs],
  ]);
  desk.report(barsPage(wireBar(2)));
  desk.report(historyEnd(1, 3));
  expect(await answer).toEqual({ ok: true, value: 3 });
  expect(pages).toHaveLength(2);
});

test('brings ticks, too', async () => {
  const { desk, sent, connect } = newDesk();
  connect();
  const ticks: Tick[] = [];
  const answer = desk.ticks(span, (page) => ticks.push(...page));
  expect(sent).toMatchObject([{ kind: 'TICKS_REQUEST', body: { request: 1, symbol: 'XAUUSD' } }]);
  desk.report(ticksPage(0, 250));
  desk.report(historyEnd(1, 2));
  expect(await answer).toEqual({ ok: true, value: 2 });
  expect(ticks.map(({ occurredAtUtcMs }) => occurredAtUtcMs)).toEqual([startUtcMs, startUtcMs + 250]);
});

test('asks one thing after the other, in order', async () => {
  const { desk, sent, connect } = newDesk();
  connect();
  const answers = [bars(desk), desk.ticks(span, () => undefined), bars(desk)];
  expect(sent.map(({ kind }) => kind)).toEqual(['BARS_REQUEST']);
  desk.report(historyEnd(1, 0));
  desk.report(ticksPage(0));
  desk.report(historyEnd(2, 1));
  desk.report(historyEnd(3, 0));
  expect(sent.map(({ kind, body }) => [kind, body.request])).toEqual([
    ['BARS_REQUEST', 1],
    ['TICKS_REQUEST', 2],
    ['BARS_REQUEST', 3],
  ]);
  expect(await Promise.all(answers)).toEqual([0, 1, 0].map((value) => ({ ok: true, value })));
});

test('takes an open end of a span for the first or last stamp that there is', () => {
  const { desk, sent, connect } = newDesk();
  connect();
  void desk.ticks({ symbol: 'XAUUSD', fromUtcMs: utcMs(0), toUtcMs: endOfTimeUtcMs }, () => undefined);
  expect(sent).toMatchObject([{ body: { fromStampMs: Date.UTC(1971, 0, 1), toStampMs: Date.UTC(2099, 0, 1) - 1 } }]);
});

test('leaves broken records out and says how many', async () => {
  const { desk, connect } = newDesk();
  connect();
  const pages: (readonly Bar[])[] = [];
  const answer = bars(desk, pages);
  expect(desk.report(barsPage(wireBar(0), wireBar(1, { high: 1 })))).toBe(1);
  expect(desk.report(barsPage(wireBar(2, { low: -1 })))).toBe(1);
  desk.report(historyEnd(1, 3));
  expect(await answer).toEqual({ ok: true, value: 1 });
  expect(pages).toHaveLength(1);
});

test.each([
  ['INSTRUMENT_MISSING', 'INSTRUMENT_MISSING'],
  ['LATER_CODE', 'HISTORY_UNAVAILABLE'],
])('tells why not all could be brought: %s is %s', async (code, told) => {
  const { desk, connect } = newDesk();
  connect();
  const answer = bars(desk);
  desk.report(barsPage(wireBar(0)));
  desk.report(historyEnd(1, 1, { code, message: 'why' }));
  expect(await answer).toMatchObject({ ok: false, error: { code: told, message: 'why' } });
});

test('does not call whole what is not', async () => {
  const { desk, connect } = newDesk();
  connect();
  const answer = bars(desk);
  desk.report(barsPage(wireBar(0)));
  desk.report(historyEnd(1, 2));
  expect(await answer).toMatchObject({
    ok: false,
    error: { code: 'HISTORY_UNAVAILABLE', facts: { sent: 2, received: 1 } },
  });
});

test('answers NOT_CONNECTED where nobody brings history, and to all that waits when he leaves', async () => {
  const { desk, clock, sent, connect } = newDesk();
  expect(desk.isConnected).toBe(false);
  expect(await bars(desk)).toMatchObject({ ok: false, error: { code: 'NOT_CONNECTED' } });
  connect();
  expect(desk.isConnected).toBe(true);
  const answers = [bars(desk), bars(desk)];
  desk.report(barsPage(wireBar(0)));
  desk.disconnect();
  for (const answer of await Promise.all(answers))
    expect(answer).toMatchObject({ ok: false, error: { code: 'NOT_CONNECTED' } });
  expect({ isConnected: desk.isConnected, timers: clock.pendingTimers() }).toEqual({ isConnected: false, timers: 0 });
  connect();
  void bars(desk);
  expect(sent.map(({ body }) => body.request)).toEqual([1, 2]);
});

test('lets only so many wait', async () => {
  const { desk, sent, connect } = newDesk();
  connect();
  const answers = Array.from({ length: historyRequestsMax + 2 }, () => bars(desk));
  expect(await answers.at(-1)).toMatchObject({ ok: false, error: { code: 'HISTORY_UNAVAILABLE' } });
  for (let request = 1; request <= historyRequestsMax + 1; request++) desk.report(historyEnd(request, 0));
  expect(sent).toHaveLength(historyRequestsMax + 1);
  expect(await answers.at(-2)).toEqual({ ok: true, value: 0 });
});

test.each<[string, TerminalReport]>([
  ['another request’s end', historyEnd(2, 0)],
  ['another timeframe', { kind: 'BARS', body: { symbol: 'XAUUSD', timeframe: 'H1', bars: [], forming: null } }],
  ['another symbol', { kind: 'BARS', body: { symbol: 'EURUSD', timeframe: 'M1', bars: [], forming: null } }],
  ['ticks where bars were asked for', ticksPage(0)],
])('ends a session that brings %s', async (_what, report) => {
  const { desk, ended, connect } = newDesk();
  connect();
  const answer = bars(desk);
  expect(desk.report(report)).toBe(0);
  expect(ended).toEqual(['HANDSHAKE_ORDER']);
  expect(await answer).toMatchObject({ ok: false, error: { code: 'NOT_CONNECTED' } });
});

test.each<[string, TerminalReport]>([
  ['a page', barsPage(wireBar(0))],
  ['an end', historyEnd(1, 0)],
])('ends a session that brings %s that nobody asked for', (_what, report) => {
  const { desk, ended, connect } = newDesk();
  connect();
  desk.report(report);
  expect(ended).toEqual(['HANDSHAKE_ORDER']);
});

test('ends a session that brings nothing for two minutes, counted from the last page', async () => {
  const { desk, clock, ended, connect } = newDesk();
  connect();
  const answer = bars(desk);
  clock.advance(historyStallMsMax - 1);
  desk.report(barsPage(wireBar(0)));
  clock.advance(historyStallMsMax - 1);
  expect(ended).toEqual([]);
  clock.advance(1);
  expect(ended).toEqual(['HISTORY_UNAVAILABLE']);
  expect(await answer).toMatchObject({ ok: false, error: { code: 'NOT_CONNECTED' } });
});
