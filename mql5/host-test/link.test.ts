import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import { messageTypes } from '#main/protocol/message-types.ts';
import { makePairingToken } from '#main/protocol/pairing-token.ts';
import { serverMs } from '#main/protocol/server-ms.ts';
import type { HostFault } from './terminal/host-setup.ts';
import { buildMsMax, buildProbes } from './link/build-probes.ts';
import { HandmadeApp } from './link/handmade-app.ts';
import { ProbeCockpit, ProbeSession } from './link/probe-cockpit.ts';
import { startProbe, whyNoProbe, type Probe, type ProbeWishes } from './link/start-probe.ts';

const token = makePairingToken(new Uint8Array(20).fill(7));
const otherToken = makePairingToken(new Uint8Array(20).fill(8));
const why = whyNoProbe();

const toDispose: AsyncDisposable[] = [];

afterEach(async () => {
  for (const each of toDispose.splice(0).reverse()) await each[Symbol.asyncDispose]();
});

interface Pair<Guest> {
  readonly cockpit: ProbeCockpit;
  /** In the order in which they connected. */
  readonly guests: readonly Guest[];
  readonly probe: Probe;
}

/** The link's probe, and a cockpit that admits it as it is told. */
async function pair<Guest extends Disposable>(
  admit: (socket: Socket, nth: number) => Guest,
  wishes: Partial<ProbeWishes> = {},
): Promise<Pair<Guest>> {
  const guests: Guest[] = [];
  const probe = await startProbe({ probe: 'LinkProbe', inputs: { InpToken: token }, ...wishes });
  toDispose.push(probe);
  const cockpit = await ProbeCockpit.listen({ token, pipes: probe.pipes }, (socket) => {
    const guest = admit(socket, guests.length + 1);
    guests.push(guest);
    return guest;
  });
  toDispose.push(cockpit);
  return { cockpit, guests, probe };
}

const inProtocol = (socket: Socket): ProbeSession => new ProbeSession(socket, token);

/** Waits for the nth guest. */
async function guestOf<Guest>({ guests }: Pair<Guest>, nth = 1): Promise<Guest> {
  await until(() => guests.length >= nth);
  const guest = guests[nth - 1];
  if (guest === undefined) throw new Error(`there is no guest ${nth}`);
  return guest;
}

async function openSession(paired: Pair<ProbeSession>, nth = 1): Promise<ProbeSession> {
  const session = await guestOf(paired, nth);
  await until(() => session.isOpen);
  return session;
}

const until = async (isSo: () => boolean, timeout = 15_000): Promise<void> => {
  await expect.poll(isSo, { timeout, interval: 10 }).toBe(true);
};

const chartSays = (probe: Probe, text: string): Promise<void> => until(() => probe.running.host.comment.includes(text));

const someTime = serverMs(Date.UTC(2026, 0, 5));

const ask = (session: ProbeSession, request: number): void => {
  const body = { request, symbol: 'EURUSD', timeframe: 'M1' as const, fromStampMs: someTime, toStampMs: someTime };
  expect(session.send({ kind: 'BARS_REQUEST', body })).toBe(true);
};

describe.skipIf(why !== null)(`the link of the MQL5 programs${why === null ? '' : ` (${why})`}`, () => {
  beforeAll(() => buildProbes('plain', 'LinkProbe'), buildMsMax);

  test('opens a session and takes more than its credit of requests, each in turn', async () => {
    const paired = await pair(inProtocol);
    const session = await openSession(paired);
    for (let request = 1; request <= 600; request++) ask(session, request);
    await until(() => session.answers.length === 600);
    expect(session.answers).toEqual(Array.from({ length: 600 }, (_, index) => `request ${index + 1}`));
    expect(paired.probe.running.host.comment).toBe('');
    expect(session.ended).toBe(null);
  });

  test('keeps within its credit and never blocks while the engine stands still for 4 seconds', async () => {
    const paired = await pair(inProtocol, { inputs: { InpToken: token, InpFlood: true } });
    const session = await openSession(paired);
    await until(() => session.stamps.length > 10_000);
    standStill(4000);
    const before = session.stamps.length;
    await until(() => session.stamps.length > before + 10_000);
    const statistics = await paired.probe.running.host.statistics();
    expect(session.ended).toBe(null);
    expect(paired.guests).toHaveLength(1);
    const [first = 0] = session.stamps;
    expect(session.stamps).toEqual(session.stamps.map((_, index) => first + index));
    expect(statistics).toMatchObject({
      writesThatWouldBlock: 0,
      readsThatWouldBlock: 0,
      ruleViolations: 0,
      flushesThatWouldBlock: 0,
    });
    expect(statistics.unacknowledgedMax).toBeLessThanOrEqual(48 * 1024);
    expect(statistics.unacknowledgedMax).toBeGreaterThan(32 * 1024);
    expect(statistics.pipeWrites).toBeLessThan(statistics.framesWritten);
  });

  test.each<[string, HostFault, number | 'always', number]>([
    ['reads that give one byte', 'shortRead', 'always', 1],
    ['reads that give a few bytes', 'shortRead', 'always', 7],
    ['a FileSize that lags behind', 'laggingFileSize', 100, 0],
  ])('takes all that it is sent from %s', async (_, name, times, argument) => {
    const paired = await pair(inProtocol, { setup: { faults: [{ fault: name, times, argument }] } });
    const session = await openSession(paired);
    for (let request = 1; request <= 50; request++) ask(session, request);
    await until(() => session.answers.length === 50);
    expect(paired.guests).toHaveLength(1);
    const statistics = await paired.probe.running.host.statistics();
    expect(statistics).toMatchObject({ readsThatWouldBlock: 0, ruleViolations: 0 });
  });

  test('connects again after a write that fails', async () => {
    const paired = await pair(inProtocol);
    const session = await openSession(paired);
    paired.probe.running.host.fault({ fault: 'failPipeWrite', times: 1 });
    await until(() => session.ended !== null);
    expect(session.ended).toBe('closed');
    await openSession(paired, 2);
  });

  test('says nothing but HELLO to a program that squats the pipe without the token', async () => {
    const paired = await pair((socket) => new HandmadeApp(socket, otherToken));
    const app = await guestOf(paired);
    await until(() => app.isClosed);
    expect(app.heard.map(({ type }) => type)).toEqual([messageTypes.HELLO.code]);
    expect(JSON.parse(app.heard[0]?.text ?? '')).toEqual({
      protocolMin: 1,
      protocolMax: 1,
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
      role: 'data',
      terminalNonce: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    await chartSays(paired.probe, 'does not know the token; nothing was told to it');
    const later = await guestOf(paired, 3);
    await until(() => later.isClosed);
    const hellos = paired.guests.map(({ heard }) => heard[0]?.text);
    expect(new Set(hellos).size).toBe(hellos.length);
  });

  test('leaves a squatter that is silent after 2 seconds, and one that speaks out of turn at once', async () => {
    const openMs: number[] = [];
    const paired = await pair((socket, nth) => {
      const connectedAtMs = performance.now();
      socket.on('close', () => openMs.push(performance.now() - connectedAtMs));
      const app = new HandmadeApp(socket, token, { answersHello: nth !== 1 && nth !== 2 });
      if (nth === 2) app.say('READY', {});
      return app;
    });
    await chartSays(paired.probe, 'does not answer');
    await chartSays(paired.probe, 'does not speak as the cockpit does');
    await until(() => openMs.length >= 2);
    expect(openMs[0]).toBeGreaterThan(1900);
    expect(openMs[0]).toBeLessThan(3000);
    expect(openMs[1]).toBeLessThan(1000);
    const [silent, untimely] = paired.guests;
    const heard = (app: HandmadeApp | undefined): readonly number[] | undefined => app?.heard.map(({ type }) => type);
    expect(heard(silent)).toEqual([messageTypes.HELLO.code]);
    // Its word may be there before the adviser has begun, which then leaves without one of its own.
    expect([[messageTypes.HELLO.code], []]).toContainEqual(heard(untimely));
  });

  test('finds nobody behind the pipe of another token', async () => {
    const { cockpit, probe } = await pair(inProtocol, { inputs: { InpToken: otherToken } });
    await chartSays(probe, 'not running, or it has another token');
    await sleep(1000);
    expect(cockpit.connectedAtMs).toEqual([]);
  });

  test('says on the chart which protocol a newer cockpit speaks, and does not prove itself to it', async () => {
    const paired = await pair((socket) => new HandmadeApp(socket, token, { protocol: 2 }));
    const app = await guestOf(paired);
    await until(() => app.isClosed);
    expect(app.heard.map(({ type }) => type)).toEqual([messageTypes.HELLO.code]);
    await chartSays(paired.probe, 'The cockpit speaks protocol 2, this adviser 1 to 1.');
  });

  test('takes 5 seconds of silence for the end, and says so', async () => {
    const paired = await pair((socket) => new HandmadeApp(socket, token));
    const app = await guestOf(paired);
    await until(() => app.hasWelcomed);
    const welcomedAtMs = performance.now();
    await until(() => app.isClosed);
    expect(performance.now() - welcomedAtMs).toBeGreaterThan(4800);
    expect(app.byeCode).toBe('SESSION_SILENT');
    expect(app.heard.filter(({ type }) => type === messageTypes.PING.code).length).toBeGreaterThanOrEqual(4);
  });

  test.each<[string, string, (app: HandmadeApp) => void]>([
    [
      'a frame that is missing',
      'FRAME_SEQUENCE',
      (app) => app.write([app.frame(1, nothing), app.frame(1, nothing)][1] ?? nothing),
    ],
    [
      'a frame that comes twice',
      'FRAME_SEQUENCE',
      (app) => twice(app, app.frame(messageTypes.PING.code, json({ id: 1 }))),
    ],
    [
      'an acknowledgement of what was never sent',
      'FRAME_SEQUENCE',
      (app) => app.write(app.frame(1, nothing, 1_000_000)),
    ],
    ['a frame of another version', 'FRAME_VERSION', (app) => app.write(app.frame(1, nothing).with(5, 2))],
    ['a frame that is too long', 'FRAME_LENGTH', (app) => app.write(app.frame(1, nothing).with(1, 0x81))],
    ['a frame that is shorter than its header', 'FRAME_LENGTH', (app) => app.write(app.frame(1, nothing).with(0, 15))],
    ['an unknown type', 'FRAME_TYPE', (app) => app.write(app.frame(0xee, nothing))],
    ['a type that only terminals send', 'FRAME_TYPE', (app) => app.say('AUTH', { proof: '' })],
    [
      'a request that is no JSON',
      'FRAME_PAYLOAD',
      (app) => app.write(app.frame(messageTypes.BARS_REQUEST.code, text('{'))),
    ],
    ['a second READY', 'HANDSHAKE_ORDER', (app) => app.say('READY', {})],
    ['more than its credit', 'CREDIT_EXCEEDED', (app) => app.write(Buffer.concat(largeFrames(app, 5)))],
  ])('ends the session on %s with %s', async (_, code, offend) => {
    const paired = await pair((socket) => new HandmadeApp(socket, token));
    const app = await guestOf(paired);
    await until(() => app.hasWelcomed);
    offend(app);
    await until(() => app.isClosed);
    expect(app.byeCode).toBe(code);
  });

  test('tells the trader why the cockpit ended the session', async () => {
    const paired = await pair(inProtocol);
    const session = await openSession(paired);
    session.end(fault('SESSION_BUSY', 'Another terminal is here.'));
    await chartSays(paired.probe, 'The cockpit says: Another terminal is here.');
  });

  test('connects again, each time after twice as long, up to 5 seconds', async () => {
    const { cockpit, probe } = await pair((socket) => new HandmadeApp(socket, otherToken), { isSimulated: true });
    const atMs: number[] = [];
    for (let nowMs = 0; atMs.length < 8; nowMs += 50) {
      await probe.terminal.step(50);
      // The pipe is as real as ever: what was sent needs a moment to arrive.
      await sleep(2);
      while (atMs.length < cockpit.connectedAtMs.length) atMs.push(nowMs);
    }
    expect(atMs.slice(1).map((ms, index) => ms - (atMs[index] ?? 0) - backOffMs(index))).toSatisfy((late: number[]) =>
      late.every((ms) => ms >= 0 && ms <= 150),
    );
  });
});

const nothing = new Uint8Array(0);

const text = (it: string): Uint8Array => new TextEncoder().encode(it);

const json = (body: unknown): Uint8Array => text(JSON.stringify(body));

const twice = (app: HandmadeApp, frame: Uint8Array): void => app.write(Buffer.concat([frame, frame]));

const largeFrames = (app: HandmadeApp, count: number): Uint8Array[] =>
  Array.from({ length: count }, () => app.frame(messageTypes.PING.code, new Uint8Array(8000).fill(0x20)));

const backOffMs = (attempt: number): number => Math.min(250 * 2 ** attempt, 5000);

/** As an engine does that is busy: nothing of this process runs meanwhile. */
function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
