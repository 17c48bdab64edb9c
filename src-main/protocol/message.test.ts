import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import {
  sampleStampMs,
  sampleWireAccount,
  sampleWireDeal,
  sampleWireOrder,
  sampleWirePosition,
} from '#main/testkit/sample-wire.ts';
import { decodeMessage, encodePayload, type Message } from './message.ts';
import { messageTypes, type MessageKind } from './message-types.ts';
import { orderResultSchema, orderStatusSchema, wireOrderSchema } from './messages/trade-messages.ts';
import { readySchema } from './messages/handshake-messages.ts';

const stampMs = sampleStampMs;
const page = { revision: 3, part: 1, parts: 1, stampMs };
const notDone = { fault: { code: 'WORST_PRICE_PASSED', message: 'the ask is beyond the worst price' }, retcode: null };
const bar = { openStampMs: stampMs, open: 1, high: 2, low: 1, close: 2, tickVolume: null, spreadPoints: 3 };

const order = sampleWireOrder();

const samples: readonly Message[] = [
  { kind: 'ACK', body: null },
  {
    kind: 'HELLO',
    body: { protocolMin: 1, protocolMax: 2, version: '0.1.0', role: 'trading', terminalNonce: '0a'.repeat(32) },
  },
  { kind: 'CHALLENGE', body: { protocol: 1, appNonce: '0b'.repeat(32), proof: '0c'.repeat(32) } },
  { kind: 'AUTH', body: { proof: '0d'.repeat(32) } },
  {
    kind: 'READY',
    body: readySchema.parse({
      session: '0123456789abcdef',
      lastDealTicket: '77',
      subscriptions: [
        {
          symbol: 'XAUUSD',
          bars: [
            { timeframe: 'M1', lastOpenStampMs: stampMs },
            { timeframe: 'D1', lastOpenStampMs: null },
          ],
          tickCursor: { stampMs, takenAtStamp: 2 },
        },
        { symbol: 'EURUSD', bars: [], tickCursor: null },
      ],
    }),
  },
  { kind: 'PING', body: { id: 1 } },
  { kind: 'PONG', body: { id: 1 } },
  { kind: 'BUSY', body: { operation: 'OrderSend', maxMs: 900 } },
  { kind: 'BYE', body: { fault: { code: 'SESSION_BUSY', message: 'another terminal is connected' } } },
  { kind: 'ERROR', body: { about: 'REPLAY_CONTROL', fault: { code: 'X', message: 'this market is real' } } },
  { kind: 'TICKS', body: { symbol: 'XAUUSD', takenAtStamp: 1, ticks: [{ stampMs, bid: 1, ask: 2 }] } },
  { kind: 'BARS', body: { symbol: 'XAUUSD', timeframe: 'H4', bars: [bar], forming: bar } },
  {
    kind: 'SNAPSHOT',
    body: {
      revision: 1,
      account: sampleWireAccount(),
      build: '4410',
      journalHighWaterMark: null,
      replay: { heldBy: ['trader', 'ticket'], speed: 60, source: 'seed 1', stampMs },
      stampMs,
    },
  },
  { kind: 'SYMBOLS', body: { ...page, instruments: [sampleGold] } },
  { kind: 'ACCOUNT', body: sampleWireAccount() },
  { kind: 'POSITIONS', body: { ...page, positions: [sampleWirePosition()] } },
  { kind: 'DEALS', body: { ...page, deals: [sampleWireDeal()] } },
  { kind: 'ORDER', body: order },
  { kind: 'ORDER', body: wireOrderSchema.parse({ ...order, kind: 'reduceOnly', positionId: '501' }) },
  { kind: 'ORDER_ACK', body: { id: order.id, stampMs } },
  ...[
    { state: 'denied', ...notDone },
    { state: 'expired', ...notDone },
    { state: 'rejected', ...notDone, retcode: 10_006 },
    { state: 'unknown', ...notDone, retcode: 10_012 },
    { state: 'accepted', orderTicket: null, retcode: 10_008 },
    { state: 'cancelled', orderTicket: '9', retcode: null },
    { state: 'filled', orderTicket: '9', deals: [sampleWireDeal()], retcode: 10_009 },
  ].map((result): Message => ({ kind: 'ORDER_RESULT', body: orderResultSchema.parse({ id: '5', result, stampMs }) })),
  { kind: 'ORDER_QUERY', body: { id: order.id, session: order.session, account: order.account } },
  ...[
    { kind: 'FOUND', result: { state: 'accepted', orderTicket: '9', retcode: null } },
    { kind: 'NOT_FOUND' },
    { kind: 'UNKNOWN' },
    { kind: 'WRONG_ACCOUNT' },
  ].map((answer): Message => ({ kind: 'ORDER_STATUS', body: orderStatusSchema.parse({ id: '5', answer, stampMs }) })),
  { kind: 'REPLAY', body: { heldBy: [], speed: 0.5, source: 'XAUUSD.csv', stampMs } },
  { kind: 'REPLAY_CONTROL', body: { kind: 'hold', by: 'ticket' } },
  { kind: 'REPLAY_CONTROL', body: { kind: 'release', by: 'trader' } },
  { kind: 'REPLAY_CONTROL', body: { kind: 'step' } },
  { kind: 'REPLAY_CONTROL', body: { kind: 'setSpeed', speed: 600 } },
];

const decodedAs = (type: number, payload: Uint8Array): unknown =>
  decodeMessage({ header: { length: 16 + payload.length, type, sequence: 1, ackBytes: 0 }, payload });

test.each(samples)('gives back $kind', (message) => {
  const payload = encodePayload(message);
  expect(decodedAs(messageTypes[message.kind].code, payload)).toEqual({ ok: true, value: message });
});

test('has a sample of every kind, and a code of its own for each', () => {
  const kinds = Object.keys(messageTypes) as MessageKind[];
  expect(new Set(samples.map(({ kind }) => kind))).toEqual(new Set(kinds));
  expect(new Set(kinds.map((kind) => messageTypes[kind].code)).size).toBe(kinds.length);
});

test('refuses a type that it does not know', () => {
  expect(decodedAs(0xff, new Uint8Array(0))).toMatchObject({
    ok: false,
    error: { code: 'FRAME_TYPE', facts: { type: 0xff } },
  });
});

test('answers random payloads of every type with a message or a fault, never with a throw', () => {
  const codes = Object.values(messageTypes).map(({ code }) => code);
  const payload = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.json().map((text) => new TextEncoder().encode(text)),
  );
  fc.assert(
    fc.property(fc.constantFrom(...codes), payload, (code, bytes) => {
      const result = decodeMessage({ header: { length: 0, type: code, sequence: 1, ackBytes: 0 }, payload: bytes });
      expect(result.ok || result.error.code === 'FRAME_PAYLOAD').toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test('answers a known message with any one byte changed with a message or a fault, never with a throw', () => {
  fc.assert(
    fc.property(fc.constantFrom(...samples), fc.nat(), fc.integer({ min: 0, max: 255 }), (message, at, value) => {
      const bytes = encodePayload(message);
      if (bytes.length > 0) bytes[at % bytes.length] = value;
      const { code } = messageTypes[message.kind];
      const result = decodeMessage({ header: { length: 0, type: code, sequence: 1, ackBytes: 0 }, payload: bytes });
      expect(result.ok || result.error.code === 'FRAME_PAYLOAD').toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['PING', Uint8Array.of(0xff, 0xfe), 'the text is not UTF-8'],
  ['PING', new TextEncoder().encode('{"id":'), 'the text is not JSON'],
  ['PING', new TextEncoder().encode('{"id":-1}'), 'id: '],
  ['PING', new TextEncoder().encode('3'), 'expected object'],
  ['ACK', Uint8Array.of(1), 'no payload'],
] as const)('says why it could not read a %s', (kind, payload, why) => {
  expect(decodedAs(messageTypes[kind].code, payload)).toMatchObject({
    ok: false,
    error: { code: 'FRAME_PAYLOAD', message: expect.stringContaining(why) as string, facts: { kind } },
  });
});

test('drops what it does not know of a message, so that a peer may say more', () => {
  const payload = new TextEncoder().encode('{"id":7,"__proto__":{"x":1},"later":true}');
  expect(decodedAs(messageTypes.PONG.code, payload)).toEqual({ ok: true, value: { kind: 'PONG', body: { id: 7 } } });
});
