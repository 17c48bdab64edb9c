import type { Message } from '#main/protocol/message.ts';
import { calendarSchema } from '#main/protocol/messages/data-messages.ts';
import { readySchema, subscriptionSchema } from '#main/protocol/messages/handshake-messages.ts';
import { transactionSchema } from '#main/protocol/messages/state-messages.ts';
import {
  orderQuerySchema,
  orderResultSchema,
  orderStatusSchema,
  wireOrderSchema,
} from '#main/protocol/messages/trade-messages.ts';
import { sampleGold } from './sample-instrument.ts';
import {
  sampleListHash,
  samplePulse,
  sampleStampMs,
  sampleWireAccount,
  sampleWireBrokerOrder,
  sampleWireCash,
  sampleWireDeal,
  sampleWireLimits,
  sampleWireOrder,
  sampleWirePosition,
  sampleWireSnapshot,
} from './sample-wire.ts';

const stampMs = sampleStampMs;
const span = { fromStampMs: stampMs, toStampMs: stampMs };
const page = { revision: 3, part: 1, parts: 1, hash: sampleListHash, stampMs };
const fault = { code: 'WORST_PRICE_PASSED', message: 'the ask is beyond the worst price', facts: { ask: 2001.5 } };
const bar = { openStampMs: stampMs, open: 1, high: 2, low: 1, close: 2, tickVolume: null, spreadPoints: 3 };
const order = sampleWireOrder();
const { id, session, account } = order;

const subscription = subscriptionSchema.parse({
  symbol: 'XAUUSD',
  bars: [
    { timeframe: 'M1', lastOpenStampMs: stampMs },
    { timeframe: 'D1', lastOpenStampMs: null },
  ],
  tickCursor: { stampMs, takenAtStamp: 2, overlap: { fromStampMs: stampMs, count: 2, hash: sampleListHash } },
});

const deals = [sampleWireDeal()];

const results = [
  { state: 'denied', fault, retcode: null },
  { state: 'expired', fault, retcode: null },
  { state: 'rejected', fault, retcode: 10_006 },
  { state: 'unknown', fault, retcode: 10_012 },
  { state: 'accepted', orderTicket: null, retcode: 10_008 },
  { state: 'partiallyFilled', orderTicket: '9', deals, retcode: 10_010 },
  { state: 'cancelled', orderTicket: '9', deals: [], retcode: null },
  { state: 'filled', orderTicket: '9', deals, retcode: 10_009 },
  { state: 'modified', positionId: '501', stop: 1990, target: null, retcode: 10_009 },
];

const answers = [
  { kind: 'FOUND', result: results[4] },
  { kind: 'NOT_FOUND' },
  { kind: 'UNKNOWN', fault },
  { kind: 'WRONG_ACCOUNT' },
];

const events = [
  {
    valueId: '1',
    eventId: '840010001',
    stampMs,
    currency: 'USD',
    importance: 'high',
    name: 'Nonfarm Payrolls',
    actual: null,
    forecast: 170,
    previous: 199.5,
    revisedPrevious: null,
  },
];

/** At least one message of every kind, and of every shape that a kind has. */
export const sampleMessages: readonly Message[] = [
  { kind: 'ACK', body: null },
  {
    kind: 'HELLO',
    body: { protocolMin: 1, protocolMax: 2, version: '0.1.0', role: 'trading', terminalNonce: '0a'.repeat(32) },
  },
  { kind: 'CHALLENGE', body: { protocol: 1, appNonce: '0b'.repeat(32), proof: '0c'.repeat(32) } },
  { kind: 'AUTH', body: { proof: '0d'.repeat(32), account } },
  { kind: 'AUTH', body: { proof: '0d'.repeat(32), account: null } },
  {
    kind: 'READY',
    body: readySchema.parse({
      session,
      appVersion: '0.1.0',
      lastDealTicket: '77',
      subscriptions: [subscription, { symbol: 'EURUSD', bars: [], tickCursor: null }],
    }),
  },
  { kind: 'PING', body: { id: 1 } },
  { kind: 'PING', body: { id: 2, pulse: samplePulse() } },
  { kind: 'PONG', body: { id: 1 } },
  { kind: 'BUSY', body: { operation: 'OrderSend', maxMs: 900 } },
  { kind: 'BYE', body: { fault: { code: 'SESSION_BUSY', message: 'another terminal is connected' } } },
  { kind: 'ERROR', body: { about: 'REPLAY_CONTROL', fault: { code: 'X', message: 'this market is real' } } },
  { kind: 'TICKS', body: { symbol: 'XAUUSD', takenAtStamp: 1, isRewind: true, ticks: [{ stampMs, bid: 1, ask: 2 }] } },
  { kind: 'BARS', body: { symbol: 'XAUUSD', timeframe: 'H4', bars: [bar], forming: bar } },
  { kind: 'SUBSCRIBE', body: { subscription } },
  { kind: 'UNSUBSCRIBE', body: { symbol: 'XAUUSD' } },
  { kind: 'BARS_REQUEST', body: { request: 1, symbol: 'XAUUSD', timeframe: 'M1', ...span } },
  { kind: 'TICKS_REQUEST', body: { request: 2, symbol: 'XAUUSD', ...span } },
  { kind: 'HISTORY_END', body: { request: 2, sent: 4000, fault: null } },
  { kind: 'HISTORY_END', body: { request: 2, sent: 0, fault } },
  { kind: 'CALENDAR_REQUEST', body: { ...span, currencies: ['USD', 'EUR'] } },
  { kind: 'CALENDAR', body: calendarSchema.parse({ ...page, ...span, count: 1, events }) },
  { kind: 'SYMBOLS_REQUEST', body: { symbols: ['XAUUSD'] } },
  { kind: 'SYMBOLS_REQUEST', body: { symbols: null } },
  { kind: 'SNAPSHOT', body: sampleWireSnapshot().head },
  { kind: 'SNAPSHOT', body: sampleWireSnapshot({ head: { replay: null, journalMarks: [id] } }).head },
  { kind: 'SYMBOLS', body: { ...page, count: 1, instruments: [sampleGold] } },
  { kind: 'ACCOUNT', body: sampleWireAccount() },
  { kind: 'POSITIONS', body: { ...page, count: 1, positions: [sampleWirePosition()] } },
  { kind: 'DEALS', body: { ...page, count: 2, deals, cash: [sampleWireCash()] } },
  { kind: 'ORDERS', body: { ...page, count: 1, orders: [sampleWireBrokerOrder()] } },
  { kind: 'SNAPSHOT_REQUEST', body: {} },
  {
    kind: 'TRANSACTION',
    body: transactionSchema.parse({
      type: 'dealAdded',
      orderTicket: '401',
      dealTicket: '301',
      positionId: null,
      clientOrderId: null,
      stampMs,
    }),
  },
  { kind: 'ORDER', body: order },
  { kind: 'ORDER', body: wireOrderSchema.parse({ ...order, kind: 'reduceOnly', positionId: '501' }) },
  { kind: 'ORDER', body: wireOrderSchema.parse({ ...order, kind: 'modify', positionId: '501', target: null }) },
  { kind: 'ORDER_ACK', body: { id, stampMs } },
  ...results.map((result): Message => ({
    kind: 'ORDER_RESULT',
    body: orderResultSchema.parse({ id, result, stampMs }),
  })),
  { kind: 'ORDER_QUERY', body: orderQuerySchema.parse({ id, session, account, lastDealTicket: '301' }) },
  ...answers.map((answer): Message => ({
    kind: 'ORDER_STATUS',
    body: orderStatusSchema.parse({ id, answer, stampMs }),
  })),
  {
    kind: 'LIMITS',
    body: { maxVolume: 1, maxPositions: 3, maxTradesPerDay: null, maxSpreadPoints: 40, maxDailyLossRatio: 0.02 },
  },
  {
    kind: 'LIMITS_STATUS',
    body: sampleWireLimits({ halt: { app: true, chart: false, reason: 'halted by the trader' } }),
  },
  { kind: 'HALT', body: { isHalted: true, reason: 'halted by the trader' } },
  { kind: 'REPLAY', body: { heldBy: ['ticket'], speed: 0.5, source: 'XAUUSD.csv', stampMs } },
  { kind: 'REPLAY_CONTROL', body: { kind: 'hold', by: 'ticket' } },
  { kind: 'REPLAY_CONTROL', body: { kind: 'release', by: 'trader' } },
  { kind: 'REPLAY_CONTROL', body: { kind: 'step' } },
  { kind: 'REPLAY_CONTROL', body: { kind: 'setSpeed', speed: 600 } },
];
