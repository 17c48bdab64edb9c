import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleMessages } from '#main/testkit/sample-messages.ts';
import {
  sampleListHash,
  samplePulse,
  sampleStampMs,
  sampleWireAccount,
  sampleWireDeal,
  sampleWireLimits,
  sampleWireList,
  sampleWireOrder,
  sampleWirePosition,
  sampleWireSnapshot,
} from '#main/testkit/sample-wire.ts';
import { assert } from '#shared/base/assert.ts';
import { fault } from '#shared/base/fault.ts';
import { ClientSession, type TerminalStatement } from './client-session.ts';
import { FrameEncoder } from './frame-encoder.ts';
import { FrameDecoder } from './frame-decoder.ts';
import { appProof, terminalProof } from './handshake-proof.ts';
import { decodeMessage, encodePayload, type Message } from './message.ts';
import type { SessionRole } from './messages/handshake-messages.ts';
import { messageTypes } from './message-types.ts';
import { ServerSession, type AppRequest, type ServerOutput } from './server-session.ts';
import { listMessages, snapshotMessages } from './snapshot-pages.ts';
import { otherToken, pairReady, pairToken, sessionPair, type SessionPair } from './session-pair.suite.ts';

const snapshot = sampleWireSnapshot({
  positions: sampleWireList.positions([sampleWirePosition()]),
  deals: sampleWireList.deals(
    Array.from({ length: 200 }, (_, index) => sampleWireDeal({ dealTicket: String(index + 1) })),
  ),
});

const order: AppRequest = { kind: 'ORDER', body: sampleWireOrder() };

const account: TerminalStatement = { kind: 'ACCOUNT', body: sampleWireAccount() };

const ticks: TerminalStatement = {
  kind: 'TICKS',
  body: { symbol: 'XAUUSD', takenAtStamp: 1, isRewind: false, ticks: [{ stampMs: sampleStampMs, bid: 1, ask: 2 }] },
};

function openPair(): SessionPair {
  const pair = sessionPair({ snapshot });
  pair.settle();
  pair.fromServer.length = 0;
  pair.fromClient.length = 0;
  return pair;
}

/** Frames as they would come from a peer of our own making. */
function frames(...messages: readonly Message[]): Uint8Array {
  const encoder = new FrameEncoder();
  for (const message of messages)
    encoder.append({ type: messageTypes[message.kind].code, ackBytes: 0, payload: encodePayload(message) });
  return encoder.takeOutput() ?? new Uint8Array(0);
}

/** A terminal of our own making. */
const newClient = (role: SessionRole = 'trading'): ClientSession =>
  new ClientSession({ token: pairToken, terminalNonce: new Uint8Array(32), version: '1', role, takePulse: () => null });

const newServer = (): ServerSession =>
  new ServerSession({ token: pairToken, appNonce: new Uint8Array(32).fill(1), nowMs: 0 });

const hello = {
  kind: 'HELLO',
  body: { protocolMin: 1, protocolMax: 1, version: '0.1.0', role: 'trading', terminalNonce: '02'.repeat(32) },
} as const satisfies Message;

/** What one end has written so far. */
function messagesIn(bytes: Uint8Array | null): readonly Message[] {
  const decoder = new FrameDecoder();
  decoder.push(bytes ?? new Uint8Array(0));
  const messages: Message[] = [];
  for (let frame = decoder.next(); frame.ok && frame.value !== null; frame = decoder.next()) {
    const message = decodeMessage(frame.value);
    if (message.ok) messages.push(message.value);
  }
  return messages;
}

/** The challenge that a cockpit of this protocol answers a client with. */
function challengeTo(client: ClientSession, protocol: number): Message {
  const [first] = messagesIn(client.takeOutput());
  assert(first?.kind === 'HELLO', 'a client says HELLO first');
  const appNonce = '01'.repeat(32);
  return {
    kind: 'CHALLENGE',
    body: { protocol, appNonce, proof: appProof(pairToken, { hello: first.body, protocol, appNonce }) },
  };
}

/** What a server makes of a proved terminal that says one thing more before it is welcomed. */
function provedThenSaid(message: Message): readonly ServerOutput[] {
  const transcript = { hello: hello.body, protocol: 1, appNonce: '01'.repeat(32) };
  const auth: Message = { kind: 'AUTH', body: { proof: terminalProof(pairToken, transcript) } };
  return [...newServer().receive(frames(hello, auth, message), 0)];
}

test('opens a session, however the bytes are cut', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 40 }), (sizes) => {
      let cuts = 0;
      const pair = sessionPair({ snapshot, chunkBytes: () => sizes[cuts++ % sizes.length] ?? 1 });
      pair.settle();
      expect({ server: pair.fromServer, client: pair.fromClient }).toEqual({
        server: [
          { kind: 'authenticated', hello: hello.body, account: null },
          { kind: 'snapshotCompleted', snapshot },
        ],
        client: [{ kind: 'welcomed', ready: pairReady }],
      });
      expect([pair.server.isOpen, pair.client.isOpen]).toEqual([true, true]);
    }),
    { numRuns: 30 },
  );
});

test('carries requests and reports both ways', () => {
  const { server, client, settle, fromServer, fromClient } = openPair();
  const query: AppRequest = {
    kind: 'ORDER_QUERY',
    body: { id: order.body.id, session: pairReady.session, account: order.body.account, lastDealTicket: null },
  };
  const replayControl: AppRequest = { kind: 'REPLAY_CONTROL', body: { kind: 'step' } };
  expect([server.send(order), server.send(query), server.send(replayControl)]).toEqual([true, true, true]);
  expect([client.send(ticks), client.send(account)]).toEqual([true, true]);
  settle();
  expect(fromClient).toEqual([order, query, replayControl].map((message) => ({ kind: 'requested', message })));
  expect(fromServer).toEqual([ticks, account].map((message) => ({ kind: 'reported', message })));
});

test('tells a live list once it is whole', () => {
  const { client, settle, fromServer } = openPair();
  const page = { revision: 2, parts: 2, count: 1, hash: sampleListHash, stampMs: sampleStampMs };
  client.send({ kind: 'POSITIONS', body: { ...page, part: 1, positions: [sampleWirePosition()] } });
  settle();
  expect(fromServer).toEqual([]);
  client.send({ kind: 'POSITIONS', body: { ...page, part: 2, positions: [] } });
  settle();
  expect(fromServer).toEqual([
    {
      kind: 'listCompleted',
      list: sampleWireList.positions([sampleWirePosition()]),
    },
  ]);
});

test('answers a PING only after all that came before it was handled', () => {
  const { server, client, fromClient, settle } = openPair();
  client.send(ticks);
  const id = client.ping(0);
  const seen: string[] = [];
  for (const output of server.receive(client.takeOutput() ?? new Uint8Array(0), 40)) {
    seen.push(output.kind);
    server.send({ kind: 'REPLAY_CONTROL', body: { kind: 'hold', by: 'ticket' } });
  }
  settle();
  expect(seen).toEqual(['reported']);
  expect(fromClient.map(({ kind }) => kind)).toEqual(['requested', 'ponged']);
  expect(fromClient[1]).toEqual({ kind: 'ponged', id, roundTripMs: 0 });
});

test('measures the round trip of its own PINGs', () => {
  const { server, client, fromServer } = openPair();
  for (let nowMs = 50; nowMs <= 1000; nowMs += 50) server.beat(nowMs);
  expect([...client.receive(server.takeOutput() ?? new Uint8Array(0), 1000)]).toEqual([]);
  for (const output of server.receive(client.takeOutput() ?? new Uint8Array(0), 1017)) fromServer.push(output);
  expect(fromServer).toEqual([{ kind: 'ponged', id: 1, roundTripMs: 17 }]);
});

test('passes over a PONG that answers no PING of ours', () => {
  const outputs = provedThenSaid({ kind: 'PONG', body: { id: 99 } });
  expect(outputs.map(({ kind }) => kind)).toEqual(['authenticated']);
});

test('tells nothing to a server that does not know the token, and the server learns nothing', () => {
  const pair = sessionPair({ clientToken: otherToken });
  pair.settle();
  expect(pair.fromClient).toMatchObject([{ kind: 'failed', fault: { code: 'HANDSHAKE_PROOF' } }]);
  expect(pair.fromServer).toEqual([]);
  expect(pair.server.isAuthenticated).toBe(false);
});

test('closes without a word on a terminal that does not know the token', () => {
  const server = newServer();
  const outputs = [...server.receive(frames(hello, { kind: 'AUTH', body: { proof: '00'.repeat(32) } }), 0)];
  expect(outputs).toMatchObject([{ kind: 'failed', fault: { code: 'HANDSHAKE_PROOF' } }]);
  const said = new TextDecoder().decode(server.takeOutput() ?? new Uint8Array(0));
  expect(said).toContain('"appNonce"');
  expect(said).not.toContain('HANDSHAKE_PROOF');
  expect(server.takeOutput()).toBeNull();
});

test('tells a terminal of other protocols what the cockpit speaks, proves it, and closes', () => {
  const server = newServer();
  const later: Message = { kind: 'HELLO', body: { ...hello.body, protocolMin: 7, protocolMax: 9 } };
  expect([...server.receive(frames(later), 0)]).toMatchObject([
    { kind: 'failed', fault: { code: 'PROTOCOL_UNSUPPORTED' } },
  ]);
  const transcript = { hello: later.body, protocol: 1, appNonce: '01'.repeat(32) };
  const { protocol, appNonce } = transcript;
  expect(messagesIn(server.takeOutput())).toEqual([
    { kind: 'CHALLENGE', body: { protocol, appNonce, proof: appProof(pairToken, transcript) } },
  ]);
});

test('says, sure of it, that the cockpit speaks another protocol', () => {
  const client = newClient();
  client.start(0);
  expect([...client.receive(frames(challengeTo(client, 2)), 0)]).toMatchObject([
    { kind: 'failed', fault: { code: 'PROTOCOL_UNSUPPORTED', facts: { protocol: 2, protocolMin: 1, protocolMax: 1 } } },
  ]);
  expect(client.takeOutput()).toBeNull();
});

test('does not believe a server without a proof that it speaks another protocol', () => {
  const client = newClient('data');
  client.start(0);
  const challenge: Message = {
    kind: 'CHALLENGE',
    body: { protocol: 2, appNonce: '00'.repeat(32), proof: '00'.repeat(32) },
  };
  expect([...client.receive(frames(challenge), 0)]).toMatchObject([
    { kind: 'failed', fault: { code: 'HANDSHAKE_PROOF' } },
  ]);
});

test.each([
  ['AUTH before HELLO', [{ kind: 'AUTH', body: { proof: '00'.repeat(32) } }]],
  ['HELLO twice', [hello, hello]],
  ['a PING before the proof', [{ kind: 'PING', body: { id: 1 } }]],
  ['ticks before the proof', [hello, ticks]],
] as const)('refuses %s', (_, messages) => {
  expect([...newServer().receive(frames(...messages), 0)]).toMatchObject([
    { kind: 'failed', fault: { code: 'HANDSHAKE_ORDER' } },
  ]);
});

test('refuses a terminal that speaks before it is welcomed', () => {
  expect(provedThenSaid(account)).toMatchObject([
    { kind: 'authenticated' },
    { kind: 'failed', fault: { code: 'HANDSHAKE_ORDER' } },
  ]);
});

test('refuses reports before the snapshot is complete, and says so', () => {
  const pair = sessionPair();
  pair.settle();
  pair.client.send(account);
  pair.settle();
  expect(pair.fromServer.at(-1)).toMatchObject({ kind: 'failed', fault: { code: 'HANDSHAKE_ORDER' } });
  expect(pair.fromClient.at(-1)).toMatchObject({ kind: 'failed', fault: { code: 'HANDSHAKE_ORDER' } });
  expect([pair.server.isOpen, pair.client.isOpen]).toEqual([false, false]);
});

test.each([
  [
    'history that nobody asked this session for',
    [{ kind: 'HISTORY_END', body: { request: 1, sent: 0, fault: null } }],
    'HANDSHAKE_ORDER',
  ],
  [
    'a page out of turn',
    [
      {
        kind: 'DEALS',
        body: {
          revision: 9,
          part: 2,
          parts: 2,
          count: 0,
          hash: sampleListHash,
          stampMs: sampleStampMs,
          deals: [],
          cash: [],
        },
      },
    ],
    'FRAME_PAYLOAD',
  ],
] as const)('refuses %s in an open session', (_, messages, code) => {
  const { client, settle, fromServer } = openPair();
  for (const message of messages) client.send(message);
  settle();
  expect(fromServer).toMatchObject([{ kind: 'failed', fault: { code } }]);
});

test('hands nothing on after the session was ended, though more of the chunk is there', () => {
  const { server, client, fromClient, settle } = openPair();
  client.send(ticks);
  client.send(ticks);
  const seen: string[] = [];
  for (const output of server.receive(client.takeOutput() ?? new Uint8Array(0), 0)) {
    seen.push(output.kind);
    server.end(fault('ACCOUNT_CHANGED', 'another account'));
  }
  settle();
  expect(seen).toEqual(['reported']);
  expect(server.send(order)).toBe(false);
  expect(fromClient).toMatchObject([
    { kind: 'failed', fault: { code: 'ACCOUNT_CHANGED', message: 'another account' } },
  ]);
});

test('keeps the first reason when a session is ended twice', () => {
  const { server, client, fromClient, settle } = openPair();
  client.end(fault('ENGINE_STOPPING', 'first'));
  client.end(fault('PIPE_FAILED', 'second'));
  settle();
  expect([...server.receive(new Uint8Array(0), 0)]).toEqual([]);
  expect(server.isOpen).toBe(false);
  expect(fromClient).toEqual([]);
});

test('gives a connection two seconds to prove itself, and speaks of it to nobody', () => {
  const server = newServer();
  expect(server.beat(1999)).toBeNull();
  expect(server.beat(2000)).toMatchObject({ code: 'HANDSHAKE_TIMEOUT' });
  expect(server.beat(2050)).toBeNull();
  expect(server.takeOutput()).toBeNull();
});

test('gives a terminal ten seconds for its snapshot, if it is not silent before', () => {
  const pair = sessionPair();
  pair.settle();
  for (pair.nowMs = 50; pair.nowMs < 10_000; pair.nowMs += 50) {
    expect(pair.client.beat(pair.nowMs)).toBeNull();
    expect(pair.server.beat(pair.nowMs)).toBeNull();
    pair.settle();
  }
  expect(pair.server.beat(10_000)).toMatchObject({ code: 'HANDSHAKE_TIMEOUT' });
});

test('gives the cockpit two seconds to open the session', () => {
  const client = newClient();
  expect(client.beat(9000)).toBeNull();
  client.start(9000);
  expect(client.beat(10_999)).toBeNull();
  expect(client.beat(11_000)).toMatchObject({ code: 'HANDSHAKE_TIMEOUT' });
  expect(client.beat(11_050)).toBeNull();
});

test('ends a session that was silent for five seconds, on both sides', () => {
  const { server, client } = openPair();
  const codes: (string | undefined)[][] = [];
  for (let nowMs = 50; nowMs <= 5000; nowMs += 50) codes.push([server.beat(nowMs)?.code, client.beat(nowMs)?.code]);
  expect(
    codes
      .slice(0, -1)
      .flat()
      .every((code) => code === undefined),
  ).toBe(true);
  expect(codes.at(-1)).toEqual(['SESSION_SILENT', 'SESSION_SILENT']);
});

test('waits longer for a terminal that said it would be busy', () => {
  const { server, client, settle } = openPair();
  client.send({ kind: 'BUSY', body: { operation: 'OrderSend', maxMs: 1500 } });
  settle();
  let nowMs = 0;
  while (server.beat((nowMs += 50)) === null);
  expect(nowMs).toBe(6500);
});

test('acknowledges on each beat', () => {
  const { server, client, settle } = openPair();
  client.send(ticks);
  settle();
  expect(client.unacknowledgedBytes).toBeGreaterThan(0);
  server.beat(50);
  settle();
  expect(client.unacknowledgedBytes).toBe(0);
  expect(client.hasCredit).toBe(true);
});

test('sends nothing before the session is open', () => {
  const { server, client } = sessionPair();
  expect([server.send(order), client.send(account), client.ping(0)]).toEqual([false, false, null]);
});

test('answers random bytes with a fault or with silence, never with a throw', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 80 })), fc.boolean(), (chunks, isOpen) => {
      const { server, client } = isOpen ? openPair() : sessionPair();
      for (const chunk of chunks)
        for (const output of [...server.receive(chunk, 0), ...client.receive(chunk, 0)])
          expect(output.kind).toBe('failed');
    }),
  );
});

test('is welcomed once, and started once', () => {
  const { server, client } = openPair();
  expect(() => server.welcome(pairReady, 0)).toThrow('just proved itself');
  expect(() => client.start(0)).toThrow('started once');
});

test.each([
  ['READY before the challenge', { kind: 'READY', body: pairReady }],
  ['an order before the challenge', order],
] as const)('refuses %s', (_, message) => {
  const client = newClient();
  client.start(0);
  expect([...client.receive(frames(message), 0)]).toMatchObject([
    { kind: 'failed', fault: { code: 'HANDSHAKE_ORDER' } },
  ]);
});

const nextSnapshot = sampleWireSnapshot({
  head: { revision: 2, limits: sampleWireLimits({ tradesToday: 1 }) },
  positions: sampleWireList.positions([], '00000000000000b1'),
});

test('takes a later snapshot whole, with other reports between its pages', () => {
  const { client, settle, fromServer } = openPair();
  const live = { ...sampleWireList.positions([sampleWirePosition()], '00000000000000c1'), revision: 3 };
  for (const message of snapshotMessages(nextSnapshot).slice(0, -1)) {
    client.send(message);
    client.send(ticks);
  }
  for (const message of listMessages(live)) client.send(message);
  for (const message of snapshotMessages(nextSnapshot).slice(-1)) client.send(message);
  settle();
  const { revision: _, ...list } = live;
  expect(fromServer.filter(({ kind }) => kind !== 'reported')).toEqual([
    { kind: 'listCompleted', list },
    { kind: 'snapshotCompleted', snapshot: nextSnapshot },
  ]);
  expect(fromServer.filter(({ kind }) => kind === 'reported').length).toBe(4);
});

test('begins a later snapshot anew where another head comes', () => {
  const { client, settle, fromServer } = openPair();
  const third = sampleWireSnapshot({ head: { revision: 3 } });
  for (const message of [...snapshotMessages(nextSnapshot).slice(0, 2), ...snapshotMessages(third)])
    client.send(message);
  settle();
  expect(fromServer).toEqual([{ kind: 'snapshotCompleted', snapshot: third }]);
});

test('takes a list of the same number for a live one once the snapshot is complete', () => {
  const { client, settle, fromServer } = openPair();
  const list = sampleWireList.orders([]);
  for (const message of listMessages({ ...list, revision: snapshot.head.revision })) client.send(message);
  settle();
  expect(fromServer).toEqual([{ kind: 'listCompleted', list }]);
});

test('refuses a page out of turn in a later snapshot', () => {
  const { client, settle, fromServer } = openPair();
  const [head] = snapshotMessages(nextSnapshot);
  const [, secondPage] = listMessages({ ...snapshot.deals, revision: 2 });
  for (const message of [head, secondPage]) if (message !== undefined) client.send(message);
  settle();
  expect(fromServer).toMatchObject([{ kind: 'failed', fault: { code: 'FRAME_PAYLOAD' } }]);
});

const limitsStatus: TerminalStatement = { kind: 'LIMITS_STATUS', body: sampleWireLimits({ tradesToday: 9 }) };

test('lets control overtake the snapshot, and keeps of it what the snapshot would have said', () => {
  const pair = sessionPair();
  pair.settle();
  const [head, ...lists] = snapshotMessages(snapshot);
  const results: TerminalStatement[] = sampleMessages.flatMap((message) =>
    message.kind === 'ORDER_RESULT' || message.kind === 'TRANSACTION' || message.kind === 'ERROR' ? [message] : [],
  );
  const before: TerminalStatement = { kind: 'LIMITS_STATUS', body: sampleWireLimits({ tradesToday: 1 }) };
  for (const message of [before, ...results, head, limitsStatus, ...results, ...lists])
    if (message !== undefined) pair.client.send(message);
  pair.settle();
  expect(pair.fromServer.slice(1)).toEqual([
    { kind: 'snapshotCompleted', snapshot: { ...snapshot, head: { ...snapshot.head, limits: limitsStatus.body } } },
  ]);
  expect(pair.server.isOpen).toBe(true);
});

test('reports new limits at once, and lets an older head not take them back', () => {
  const { client, settle, fromServer } = openPair();
  const [head, ...lists] = snapshotMessages(nextSnapshot);
  for (const message of [head, limitsStatus, ...lists]) if (message !== undefined) client.send(message);
  settle();
  expect(fromServer).toEqual([
    { kind: 'reported', message: limitsStatus },
    {
      kind: 'snapshotCompleted',
      snapshot: { ...nextSnapshot, head: { ...nextSnapshot.head, limits: limitsStatus.body } },
    },
  ]);
});

test('hands on every kind of report of an open session', () => {
  const { client, settle, fromServer } = openPair();
  const reports: TerminalStatement[] = sampleMessages.flatMap((message) => (isReportSample(message) ? [message] : []));
  for (const message of reports) client.send(message);
  settle();
  expect(fromServer).toEqual(reports.map((message) => ({ kind: 'reported', message })));
  expect(new Set(reports.map(({ kind }) => kind)).size).toBe(reportKinds.length);
});

const reportKinds = [
  'TICKS',
  'BARS',
  'ACCOUNT',
  'TRANSACTION',
  'ORDER_ACK',
  'ORDER_RESULT',
  'ORDER_STATUS',
  'LIMITS_STATUS',
  'REPLAY',
  'ERROR',
] as const;

const isReportSample = (message: Message): message is Extract<Message, { kind: (typeof reportKinds)[number] }> =>
  reportKinds.some((kind) => kind === message.kind);

function dataPair(): SessionPair {
  const pair = sessionPair({ role: 'data', account: sampleWireAccount().identity });
  pair.settle();
  return pair;
}

const historyRequest: AppRequest = {
  kind: 'TICKS_REQUEST',
  body: { request: 1, symbol: 'XAUUSD', fromStampMs: sampleStampMs, toStampMs: sampleStampMs },
};

test('opens a data session at once, knows whose history it brings, and carries it', () => {
  const { server, client, settle, fromServer, fromClient } = dataPair();
  expect(fromServer).toEqual([
    { kind: 'authenticated', hello: { ...hello.body, role: 'data' }, account: sampleWireAccount().identity },
  ]);
  expect([server.isOpen, server.send(historyRequest)]).toEqual([true, true]);
  const answer: TerminalStatement[] = [ticks, { kind: 'HISTORY_END', body: { request: 1, sent: 1, fault: null } }];
  settle();
  for (const message of answer) client.send(message);
  settle();
  expect(fromClient.at(-1)).toEqual({ kind: 'requested', message: historyRequest });
  expect(fromServer.slice(1)).toEqual(answer.map((message) => ({ kind: 'reported', message })));
});

test('sends orders to trading sessions only, and asks data sessions only for history', () => {
  expect(dataPair().server.send(order)).toBe(false);
  expect(openPair().server.send(historyRequest)).toBe(false);
});

test.each(['SNAPSHOT', 'POSITIONS', 'ACCOUNT', 'ORDER_RESULT', 'TRANSACTION'] as const)(
  'refuses %s from a data session',
  (kind) => {
    const { client, settle, fromServer } = dataPair();
    for (const message of sampleMessages.filter((it) => it.kind === kind).slice(0, 1))
      client.send(message as TerminalStatement);
    settle();
    expect(fromServer.at(-1)).toMatchObject({ kind: 'failed', fault: { code: 'HANDSHAKE_ORDER', facts: { kind } } });
  },
);

test('waits a minute longer for a data session that said it would be busy', () => {
  const { server, client, settle } = dataPair();
  client.send({ kind: 'BUSY', body: { operation: 'CopyTicks', maxMs: 45_000 } });
  settle();
  let nowMs = 0;
  while (server.beat((nowMs += 50)) === null && nowMs < 60_000);
  expect(nowMs).toBe(50_000);
});

test('tells what a terminal says of itself with each PING, from the moment that it is welcomed', () => {
  const pulse = samplePulse();
  const pair = sessionPair({ snapshot, takePulse: () => pulse });
  pair.settle();
  pair.fromServer.length = 0;
  for (let nowMs = 50; nowMs <= 1000; nowMs += 50) pair.client.beat(nowMs);
  pair.settle();
  expect(pair.fromServer).toEqual([{ kind: 'pulsed', pulse }]);
});

test('leaves the pulse out where a terminal has none', () => {
  const pair = dataPair();
  pair.fromServer.length = 0;
  expect(pair.client.ping(0)).not.toBeNull();
  pair.settle();
  expect(pair.fromServer).toEqual([]);
});

test('takes no pulse from the app', () => {
  const client = newClient();
  client.start(0);
  const ping: Message = { kind: 'PING', body: { id: 1, pulse: samplePulse() } };
  const said = frames(challengeTo(client, 1), { kind: 'READY', body: pairReady }, ping);
  expect([...client.receive(said, 0)]).toEqual([{ kind: 'welcomed', ready: pairReady }]);
  expect(client.isOpen).toBe(true);
});
