import { expect, test } from 'vitest';
import type { Authorized } from '#shared/trading/authorized.ts';
import type { AccountIdentity } from '#shared/trading/account.ts';
import { clientOrderId } from '#shared/trading/ids.ts';
import type { OrderRequest } from '#shared/trading/order.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { points } from '#shared/units/points.ts';
import type { TerminalEvent } from '#main/ports/terminal-event.ts';
import { orderRequest } from '#main/execution/order-request.ts';
import { replaySource } from '#main/simulation/market/replay-source.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { createRecordingLogger, type RecordedLine } from '#main/testkit/recording-logger.ts';
import { sampleAuthorizedEntry } from '#main/testkit/sample-authorized.ts';
import { sampleBar } from '#main/testkit/sample-bars.ts';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import { RecordedTerminal } from './recorded-terminal.ts';

const id = clientOrderId('1001');
const authorized = sampleAuthorizedEntry();
const request = orderRequest({ authorized, clientOrderId: id, marketNowUtcMs: sampleStartUtcMs });

interface Rig {
  readonly terminal: RecordedTerminal;
  readonly lines: readonly RecordedLine[];
  /** What was told since this was asked last. */
  readonly told: () => readonly TerminalEvent[];
  readonly send: (sent?: { readonly authorized: Authorized; readonly request: OrderRequest }) => boolean;
}

/** Two minutes of history at 2000, then one minute for each close. */
function rigOf(closes: readonly number[], account: AccountIdentity = authorized.parameters.account): Rig {
  const { logger, lines } = createRecordingLogger();
  const bars = [2000, 2000, ...closes].map((close, index) =>
    sampleBar({ openTimeUtcMs: sampleStartUtcMs + (index - 2) * 60_000, close }),
  );
  const terminal = new RecordedTerminal({
    ...{ account, balance: 25_000, instrument: sampleGold, startUtcMs: sampleStartUtcMs, build: 'test', logger },
    version: '0.1.0',
    source: replaySource({ name: 'rig', bars, instrument: sampleGold, spreadPointsDefault: points(20) }),
    brokerClock: brokerClock('ny+7'),
  });
  const events: TerminalEvent[] = [];
  terminal.subscribe((event) => events.push(event));
  return {
    terminal,
    lines,
    told: () => events.splice(0),
    send: (sent = { authorized, request }) => terminal.send(sent.authorized, sent.request),
  };
}

test('tells the account as it begins, then the minutes before the start', () => {
  const { terminal, told } = rigOf([2000]);
  terminal.open();
  expect(told()).toMatchObject([
    { kind: 'sessionOpened', snapshot: { account: { balance: 25_000 }, positions: [], replay: null } },
    { kind: 'barsReceived', bars: [{ close: 2000 }, { close: 2000 }] },
  ]);
});

test('an order meets the last quote of its minute, and its result is told before what it did to the account', () => {
  const { terminal, told, send } = rigOf([2000]);
  terminal.open();
  told();
  let wasSent: boolean | null = null;
  terminal.subscribe(({ kind }) => {
    if (kind === 'barsReceived') wasSent = send();
  });
  expect(terminal.playMinute()).toBe(true);
  expect(wasSent).toBe(true);
  const deal = { clientOrderId: id, entry: 'in', price: 2000.2, occurredAtUtcMs: sampleStartUtcMs + 60_000 };
  expect(told()).toMatchObject([
    { kind: 'ticksReceived', ticks: [{}, {}, {}, { bid: 2000 }] },
    { kind: 'positionsReported', positions: [] },
    { kind: 'accountReported' },
    { kind: 'barsReceived', bars: [{ close: 2000 }] },
    { kind: 'orderReported', id, report: { kind: 'filled', deals: [deal] } },
    { kind: 'dealsReported', deals: [deal] },
    { kind: 'positionsReported', positions: [{ openPrice: 2000.2 }] },
    { kind: 'accountReported' },
    { kind: 'limitsReported', limits: { tradesToday: 1 } },
  ]);
  expect(terminal.playMinute()).toBe(false);
});

test('an order before the first quote is denied as the adviser would, and one beyond its worst price is not filled', () => {
  const early = rigOf([2000]);
  early.send();
  early.terminal.open();
  expect(early.told().at(-1)).toMatchObject({ report: { kind: 'denied', fault: { code: 'MARKET_REFUSED' } } });
  const late = rigOf([2050]);
  late.terminal.open();
  late.send();
  late.terminal.playMinute();
  expect(late.told().at(-1)).toMatchObject({ report: { kind: 'denied', fault: { code: 'WORST_PRICE_PASSED' } } });
});

test('a halt of the trader denies entries until it is lifted', () => {
  const { terminal, told, send } = rigOf([2000, 2000]);
  terminal.open();
  expect([terminal.refresh(), terminal.setHalt({ isHalted: true, reason: 'lunch' })]).toEqual([true, true]);
  expect(told().at(-1)).toMatchObject({ kind: 'limitsReported', limits: { halt: { app: true, reason: 'lunch' } } });
  send();
  terminal.playMinute();
  expect(told().at(-1)).toMatchObject({ report: { kind: 'denied', fault: { code: 'HALTED' } } });
  terminal.setHalt({ isHalted: false, reason: 'back' });
  send({ authorized, request: { ...request, clientOrderId: clientOrderId('1002') } });
  terminal.playMinute();
  expect(told()).toContainEqual(
    expect.objectContaining({ report: expect.objectContaining({ kind: 'filled' }) as unknown }),
  );
});

test('a question is answered with what became of the order, or that it never came', () => {
  const { terminal, told, send } = rigOf([2000]);
  terminal.query(id);
  expect(told()).toMatchObject([{ kind: 'orderReported', id, report: { kind: 'notFound' } }]);
  terminal.open();
  send();
  terminal.playMinute();
  told();
  expect(terminal.query(id)).toBe(true);
  expect(told()).toMatchObject([{ kind: 'orderReported', id, report: { kind: 'filled' } }]);
});

test('an order for another account does not leave, and the log says so', () => {
  const { lines, send } = rigOf([2000], { server: 'other', login: '1', tradeMode: 'simulated' });
  expect(send()).toBe(false);
  expect(lines).toMatchObject([{ level: 'warn', facts: { code: 'ACCOUNT_CHANGED', order: id } }]);
});
