import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleMessages } from '#main/testkit/sample-messages.ts';
import { decodeMessage, encodePayload } from './message.ts';
import { messageTypes, type MessageKind } from './message-types.ts';
import { wireOrderStateSchema } from './messages/trade-messages.ts';

const decodedAs = (type: number, payload: Uint8Array): unknown =>
  decodeMessage({ header: { length: 16 + payload.length, type, sequence: 1, ackBytes: 0 }, payload });

test.each(sampleMessages)('gives back $kind', (message) => {
  const payload = encodePayload(message);
  expect(decodedAs(messageTypes[message.kind].code, payload)).toEqual({ ok: true, value: message });
});

test('has a sample of every kind, and a code of its own for each', () => {
  const kinds = Object.keys(messageTypes) as MessageKind[];
  expect(new Set(sampleMessages.map(({ kind }) => kind))).toEqual(new Set(kinds));
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
    fc.property(
      fc.constantFrom(...sampleMessages),
      fc.nat(),
      fc.integer({ min: 0, max: 255 }),
      (message, at, value) => {
        const bytes = encodePayload(message);
        if (bytes.length > 0) bytes[at % bytes.length] = value;
        const { code } = messageTypes[message.kind];
        const result = decodeMessage({ header: { length: 0, type: code, sequence: 1, ackBytes: 0 }, payload: bytes });
        expect(result.ok || result.error.code === 'FRAME_PAYLOAD').toBe(true);
      },
    ),
    { numRuns: 1000 },
  );
});

test.each([
  ['PING', Uint8Array.of(0xff, 0xfe), 'the text is not UTF-8'],
  ['PING', new TextEncoder().encode('{"id":'), 'the text is not JSON'],
  ['PING', new TextEncoder().encode('\u{feff}{"id":1}'), 'the text is not JSON'],
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

const sampleOf = (kind: MessageKind): Readonly<Record<string, unknown>> => {
  const sample = sampleMessages.find((message) => message.kind === kind);
  return { ...(sample?.body as Readonly<Record<string, unknown>> | undefined) };
};

const reads = (kind: MessageKind, changes: Readonly<Record<string, unknown>>): boolean => {
  const text = JSON.stringify({ ...sampleOf(kind), ...changes });
  const { code } = messageTypes[kind];
  return decodeMessage({
    header: { length: 0, type: code, sequence: 1, ackBytes: 0 },
    payload: new TextEncoder().encode(text),
  }).ok;
};

const subscription = { symbol: 'EURUSD', bars: [], tickCursor: null };

test.each<[string, MessageKind, Readonly<Record<string, unknown>>]>([
  ['a subscription too many', 'READY', { subscriptions: Array.from({ length: 33 }, () => subscription) }],
  ['a page too many', 'DEALS', { part: 257, parts: 257 }],
  ['a hash that is none', 'POSITIONS', { hash: '0A' }],
  ['a list that does not say how long it is', 'ORDERS', { count: undefined }],
  ['an order that lives for more than ten seconds', 'ORDER', { ttlMs: 10_001 }],
  ['an entry without a stop', 'ORDER', { stop: null }],
  ['an order for nobody', 'ORDER', { account: undefined }],
  ['an id beyond 63 bits', 'ORDER_ACK', { id: '9223372036854775808' }],
  ['a request without a number', 'BARS_REQUEST', { request: 0 }],
  ['a symbol too many', 'SYMBOLS_REQUEST', { symbols: Array.from({ length: 33 }, () => 'X') }],
  ['a timeframe that we do not know', 'BARS_REQUEST', { timeframe: 'W1' }],
  ['a cap below zero', 'LIMITS', { maxVolume: -1 }],
  ['a halt that does not say which', 'HALT', { isHalted: undefined }],
  ['a hint of a kind that we do not know', 'TRANSACTION', { type: 'orderForgotten' }],
  ['an account of another kind', 'AUTH', { account: { server: 'X', login: '1', tradeMode: 'contest' } }],
])('refuses %s', (_, kind, changes) => {
  expect([reads(kind, {}), reads(kind, changes)]).toEqual([true, false]);
});

test('takes a PING without a pulse, be it missing or null', () => {
  expect([reads('PING', {}), reads('PING', { pulse: null }), reads('PING', { pulse: {} })]).toEqual([
    true,
    true,
    false,
  ]);
});

test('takes no filled order without its deals', () => {
  const filled = { state: 'filled', orderTicket: '9', deals: [], retcode: null };
  expect(wireOrderStateSchema.safeParse(filled).success).toBe(false);
});
