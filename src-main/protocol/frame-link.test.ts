import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assert } from '#shared/base/assert.ts';
import { sampleStampMs } from '#main/testkit/sample-wire.ts';
import { FrameEncoder } from './frame-encoder.ts';
import { frameHeaderBytes } from './frame-header.ts';
import { ackEveryBytes, appLimits, FrameLink, terminalLimits } from './frame-link.ts';
import { encodePayload, type Message } from './message.ts';
import { messageTypes } from './message-types.ts';
import { ticksPerMessageMax } from './tick-codec.ts';
import { waitingBytesMax } from './waiting-lane.ts';

const ticks = (count: number): Message => ({
  kind: 'TICKS',
  body: {
    symbol: 'XAUUSD',
    takenAtStamp: 1,
    isRewind: false,
    ticks: Array.from({ length: count }, () => ({ stampMs: sampleStampMs, bid: 1, ask: 2 })),
  },
});

const result = (id: number): Message => ({ kind: 'BUSY', body: { operation: 'OrderSend', maxMs: id } });

const request = (speed: number): Message => ({ kind: 'REPLAY_CONTROL', body: { kind: 'setSpeed', speed } });

/** Moves what one side wrote to the other; answers the messages that came out. */
function carry(from: FrameLink, to: FrameLink): Message[] {
  const bytes = from.takeOutput();
  if (bytes === null) return [];
  return [...to.receive(bytes)].map((received) => {
    assert(received.ok, 'a link takes what a link writes');
    return received.value;
  });
}

const kindsOf = (messages: readonly Message[]): string[] => messages.map(({ kind }) => kind);

test('carries messages in order and in one write', () => {
  const [terminal, app] = [new FrameLink('terminal'), new FrameLink('app')];
  const sent = [ticks(1), result(1), ticks(2)];
  for (const message of sent) terminal.send(message);
  expect(carry(terminal, app)).toEqual(sent);
  expect(terminal.takeOutput()).toBeNull();
});

test('keeps a reserve for control when bulk has used its share, and goes on when it is acknowledged', () => {
  const [terminal, app] = [new FrameLink('terminal'), new FrameLink('app')];
  while (terminal.hasCredit) terminal.send(ticks(300));
  expect(terminal.unacknowledgedBytes).toBeLessThanOrEqual(terminalLimits.sendBulkBytes);
  terminal.send(result(1));
  expect(kindsOf(carry(terminal, app)).at(-1)).toBe('BUSY');
  expect(terminal.hasCredit).toBe(false);
  expect(kindsOf(carry(app, terminal)).every((kind) => kind === 'ACK')).toBe(true);
  expect(terminal.hasCredit).toBe(true);
  expect(kindsOf(carry(terminal, app))).toEqual(['TICKS']);
});

test('sends control up to the whole credit and not a byte more, in order', () => {
  const [terminal, app] = [new FrameLink('terminal'), new FrameLink('app')];
  const busy = Array.from({ length: 2000 }, (_, id) => result(id));
  for (const message of busy) terminal.send(message);
  expect(terminal.unacknowledgedBytes).toBeLessThanOrEqual(terminalLimits.sendBytes);
  expect(terminal.unacknowledgedBytes).toBeGreaterThan(terminalLimits.sendBytes - 100);
  const received: Message[] = [];
  for (let turn = 0; turn < 10; turn++) {
    received.push(...carry(terminal, app));
    carry(app, terminal);
  }
  expect(received).toEqual(busy);
});

test('lets no bulk past control that waits', () => {
  const [terminal, app] = [new FrameLink('terminal'), new FrameLink('app')];
  while (terminal.hasCredit) terminal.send(result(0));
  terminal.send(ticks(1));
  const first = carry(terminal, app);
  carry(app, terminal);
  expect(kindsOf([...first, ...carry(terminal, app)]).slice(-2)).toEqual(['BUSY', 'TICKS']);
});

test('refuses what would wait behind four megabytes', () => {
  const terminal = new FrameLink('terminal');
  let taken = 0;
  while (terminal.send(ticks(ticksPerMessageMax))) taken++;
  expect(taken * encodePayload(ticks(ticksPerMessageMax)).length).toBeGreaterThan(waitingBytesMax * 0.99);
  expect(taken * encodePayload(ticks(ticksPerMessageMax)).length).toBeLessThan(waitingBytesMax * 1.02);
});

test('acknowledges by itself every eight kibibytes, with every frame, and when asked', () => {
  const [terminal, app] = [new FrameLink('terminal'), new FrameLink('app')];
  terminal.send(ticks(10));
  carry(terminal, app);
  expect(app.takeOutput()).toBeNull();
  app.acknowledge();
  expect(kindsOf(carry(app, terminal))).toEqual(['ACK']);
  expect(terminal.unacknowledgedBytes).toBe(0);
  app.acknowledge();
  expect(app.takeOutput()).toBeNull();

  terminal.send(ticks(10));
  carry(terminal, app);
  app.send(request(1));
  carry(app, terminal);
  expect(terminal.unacknowledgedBytes).toBe(0);

  terminal.send(ticks(Math.ceil(ackEveryBytes / 24)));
  carry(terminal, app);
  expect(kindsOf(carry(app, terminal))).toEqual(['ACK']);
  expect(terminal.unacknowledgedBytes).toBe(0);
});

test('never answers an acknowledgement with an acknowledgement', () => {
  const [terminal, app] = [new FrameLink('terminal'), new FrameLink('app')];
  terminal.send(ticks(10));
  carry(terminal, app);
  app.acknowledge();
  carry(app, terminal);
  terminal.acknowledge();
  expect(terminal.takeOutput()).toBeNull();
});

test('acknowledges a message only after it was handled', () => {
  const [terminal, app] = [new FrameLink('terminal'), new FrameLink('app')];
  terminal.send(ticks(10));
  terminal.send(ticks(10));
  const bytes = terminal.takeOutput() ?? new Uint8Array(0);
  const acknowledgedWhileHandling: number[] = [];
  for (const received of app.receive(bytes)) {
    expect(received.ok).toBe(true);
    app.send(request(1));
    carry(app, terminal);
    acknowledgedWhileHandling.push(bytes.length - terminal.unacknowledgedBytes);
  }
  expect(acknowledgedWhileHandling).toEqual([0, bytes.length / 2]);
});

/** A frame that no honest link writes. */
function forged(frame: { readonly message: Message; readonly ackBytes?: number }): Uint8Array {
  const encoder = new FrameEncoder();
  const { message, ackBytes = 0 } = frame;
  encoder.append({ type: messageTypes[message.kind].code, ackBytes, payload: encodePayload(message) });
  return encoder.takeOutput() ?? new Uint8Array(0);
}

const codes = (link: FrameLink, bytes: Uint8Array): (string | null)[] =>
  [...link.receive(bytes)].map((received) => (received.ok ? null : received.error.code));

test.each([
  ['a request that comes from the terminal', 'app', forged({ message: request(1) }), 'FRAME_TYPE'],
  ['ticks that come from the app', 'terminal', forged({ message: ticks(1) }), 'FRAME_TYPE'],
  ['an acknowledgement of what was never sent', 'app', forged({ message: ticks(1), ackBytes: 1 }), 'FRAME_SEQUENCE'],
  ['a broken header', 'app', new Uint8Array(frameHeaderBytes), 'FRAME_VERSION'],
] as const)('refuses %s', (_, self, bytes, code) => {
  expect(codes(new FrameLink(self), bytes)).toEqual([code]);
});

test('refuses a peer that takes an acknowledgement back', () => {
  const [terminal, app] = [new FrameLink('terminal'), new FrameLink('app')];
  app.send(request(1));
  carry(app, terminal);
  terminal.send(ticks(1));
  carry(terminal, app);
  const encoder = new FrameEncoder();
  encoder.append({ type: messageTypes.TICKS.code, ackBytes: 0, payload: encodePayload(ticks(1)) });
  encoder.takeOutput();
  encoder.append({ type: messageTypes.ACK.code, ackBytes: 0, payload: new Uint8Array(0) });
  expect(codes(app, encoder.takeOutput() ?? new Uint8Array(0))).toEqual(['FRAME_SEQUENCE']);
});

test.each([
  ['app', ticks(200), appLimits.receiveBytes],
  ['terminal', request(1), terminalLimits.receiveBytes],
] as const)('closes on a peer that sends more to the %s than it may leave unacknowledged', (self, message, limit) => {
  const encoder = new FrameEncoder();
  const payload = encodePayload(message);
  const frames = Math.floor(limit / (frameHeaderBytes + payload.length));
  for (let index = 0; index <= frames; index++)
    encoder.append({ type: messageTypes[message.kind].code, ackBytes: 0, payload });
  const outcome = codes(new FrameLink(self), encoder.takeOutput() ?? new Uint8Array(0));
  expect(outcome).toEqual([...Array.from({ length: frames }, () => null), 'CREDIT_EXCEEDED']);
});

type Step =
  | { readonly kind: 'terminalSends'; readonly tickCount: number }
  | { readonly kind: 'appSends' | 'toApp' | 'toTerminal' | 'beat' };

test('never exceeds the credit, loses nothing and keeps each lane in order, whatever is sent and carried when', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('terminalSends' as const), tickCount: fc.integer({ min: 0, max: 1300 }) }),
    fc.record({ kind: fc.constantFrom('appSends', 'toApp', 'toTerminal', 'beat') }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps: readonly Step[]) => {
      const [terminal, app] = [new FrameLink('terminal'), new FrameLink('app')];
      const sent: Message[] = [];
      const received: Message[] = [];
      const keep = (messages: readonly Message[]): void => void received.push(...messages.filter(isCounted));
      for (const [index, one] of [...steps, ...settling].entries()) {
        if (one.kind === 'terminalSends') {
          const message = one.tickCount === 0 ? result(index) : ticks(one.tickCount);
          if (terminal.send(message)) sent.push(message);
        } else if (one.kind === 'appSends') {
          if (app.send(request(index + 1))) sent.push(request(index + 1));
        } else if (one.kind === 'toApp') keep(carry(terminal, app));
        else if (one.kind === 'toTerminal') keep(carry(app, terminal));
        else for (const link of [terminal, app]) link.acknowledge();
        expect(terminal.unacknowledgedBytes).toBeLessThanOrEqual(terminalLimits.sendBytes);
        expect(app.unacknowledgedBytes).toBeLessThanOrEqual(appLimits.sendBytes);
      }
      for (const kind of ['TICKS', 'BUSY', 'REPLAY_CONTROL'])
        expect(received.filter((message) => message.kind === kind)).toEqual(
          sent.filter((message) => message.kind === kind),
        );
    }),
    { numRuns: 60 },
  );
});

const isCounted = ({ kind }: Message): boolean => kind !== 'ACK';

/** Enough turns to carry whatever waits. */
const settling: readonly Step[] = Array.from({ length: 160 }, () => [
  { kind: 'toApp' as const },
  { kind: 'beat' as const },
  { kind: 'toTerminal' as const },
]).flat();
