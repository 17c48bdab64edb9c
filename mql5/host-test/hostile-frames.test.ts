import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { ClientSession } from '#main/protocol/client-session.ts';
import { messageTypes, type MessageKind } from '#main/protocol/message-types.ts';
import { helloSchema } from '#main/protocol/messages/handshake-messages.ts';
import { makePairingToken } from '#main/protocol/pairing-token.ts';
import { buildMsMax, buildProbes } from './link/build-probes.ts';
import { HandmadeApp } from './link/handmade-app.ts';
import { ProbeCockpit, sampleReady } from './link/probe-cockpit.ts';
import { startProbe, whyNoProbe, type Probe } from './link/start-probe.ts';

const token = makePairingToken(new Uint8Array(20).fill(7));
const why = whyNoProbe('sanitized');

beforeAll(() => buildProbes('sanitized', 'LinkProbe'), buildMsMax);

const attacksMax = 250;

/** When the app begins to lie. */
type Stage = 'instead of CHALLENGE' | 'instead of READY' | 'in an open session';

interface Attack {
  readonly stage: Stage;
  readonly kinds: readonly MessageKind[];
  readonly payload: Uint8Array;
  readonly how: 'as it is' | 'set in a head' | 'set' | 'cut' | 'insert' | 'random';
  readonly at: number;
  readonly byte: number;
}

const attacks = fc.record<Attack>({
  stage: fc.constantFrom<Stage>('instead of CHALLENGE', 'instead of READY', 'in an open session', 'in an open session'),
  kinds: fc.array(fc.constantFrom<MessageKind>('ACK', 'PING', 'PONG', 'BARS_REQUEST', 'READY', 'ORDER', 'BYE'), {
    minLength: 1,
    maxLength: 5,
  }),
  payload: fc.oneof(
    fc.json({ maxDepth: 3 }).map((it) => new TextEncoder().encode(it)),
    fc.uint8Array({ maxLength: 300 }),
  ),
  how: fc.constantFrom<Attack['how']>('as it is', 'set in a head', 'set in a head', 'set', 'cut', 'insert', 'random'),
  at: fc.nat(),
  byte: fc.nat(255),
});

test.skipIf(why !== null)(
  `ends no sooner and no later than the cockpit's own terminal would, whatever it is sent${why === null ? '' : ` (${why})`}`,
  { timeout: 120_000 },
  async () => {
    await using probe = await startProbe({
      probe: 'LinkProbe',
      variant: 'sanitized',
      inputs: { InpToken: token },
      isSimulated: true,
    });
    const guests: HandmadeApp[] = [];
    const planned = fc.sample(attacks, { numRuns: attacksMax, seed: 1 });
    await using cockpit = await ProbeCockpit.listen({ token, pipes: probe.pipes }, (socket) => {
      const stage = planned[guests.length]?.stage;
      const app = new HandmadeApp(socket, token, {
        answersHello: stage !== 'instead of CHALLENGE',
        answersAuth: stage !== 'instead of READY',
      });
      guests.push(app);
      return app;
    });
    expect(cockpit.connectedAtMs).toEqual([]);
    const endings = new Set<string | null>();
    for (const [index, attack] of planned.entries()) {
      const app = await readyFor(attack, { probe, guests, index });
      app.write(bytesOf(attack, app));
      const expected = endingOf(app);
      await pass(probe, { ms: 20, times: 3 });
      // Which payloads are refused is for each program to say: the probe reads fewer of them.
      const isDecided = expected !== 'FRAME_PAYLOAD';
      expect({ attack, isClosed: isDecided && app.isClosed }).toEqual({
        attack,
        isClosed: isDecided && expected !== null,
      });
      endings.add(expected);
      await leave(app, probe);
    }
    expect([...endings]).toEqual(expect.arrayContaining(endingsWanted));
    expect(await probe.running.stop()).toMatchObject({
      writesThatWouldBlock: 0,
      readsThatWouldBlock: 0,
      ruleViolations: 0,
    });
    expect({ exitCode: await probe.running.exitCode, stderr: probe.running.stderr() }).toEqual({
      exitCode: 0,
      stderr: '',
    });
  },
);

const endingsWanted = [null, 'FRAME_LENGTH', 'FRAME_SEQUENCE', 'FRAME_TYPE', 'FRAME_VERSION', 'HANDSHAKE_ORDER'];

/** Moves the program on; the pipe is real, so what is sent needs a moment on its way. */
async function pass(probe: Probe, step: { readonly ms: number; readonly times: number }): Promise<void> {
  for (let times = 0; times < step.times; times++) {
    await sleep(1);
    await probe.terminal.step(step.ms);
  }
  await sleep(1);
}

/** The guest of this attack, as far into its session as the attack wants it. */
async function readyFor(
  { stage }: Attack,
  { probe, guests, index }: { readonly probe: Probe; readonly guests: readonly HandmadeApp[]; readonly index: number },
): Promise<HandmadeApp> {
  for (let tries = 0; tries < 100 && guests.length <= index; tries++) await pass(probe, { ms: 500, times: 1 });
  const app = guests[index];
  const last = stage === 'instead of CHALLENGE' ? messageTypes.HELLO.code : messageTypes.AUTH.code;
  const isThere = (): boolean => app?.heard.some(({ type }) => type === last) === true;
  for (let tries = 0; tries < 100 && !isThere(); tries++) await pass(probe, { ms: 20, times: 1 });
  if (app === undefined || !isThere()) throw new Error(`guest ${index} did not come`);
  await pass(probe, { ms: 20, times: 1 });
  return app;
}

function bytesOf({ kinds, payload, how, at, byte }: Attack, app: HandmadeApp): Uint8Array {
  if (how === 'random') return payload;
  const frames = kinds.map((kind) =>
    app.frame(messageTypes[kind].code, kind === 'ACK' ? new Uint8Array(0) : bodyOf(kind, payload)),
  );
  const stream = Buffer.concat(frames);
  const place = at % (how === 'set in a head' ? 12 : stream.length);
  if (how === 'as it is') return stream;
  if (how === 'cut') return stream.subarray(0, place);
  if (how === 'set' || how === 'set in a head') return Uint8Array.from(stream).with(place, byte);
  return Buffer.concat([stream.subarray(0, place), Uint8Array.of(byte), stream.subarray(place)]);
}

/** Some kinds are as they should be, the others carry what the attack brings. */
function bodyOf(kind: MessageKind, payload: Uint8Array): Uint8Array {
  const request = { request: 1, symbol: 'EURUSD', timeframe: 'M1', fromStampMs: 0, toStampMs: 60_000 };
  const bodies: Partial<Record<MessageKind, unknown>> = {
    PING: { id: 1 },
    PONG: { id: 7 },
    BARS_REQUEST: request,
    READY: sampleReady,
  };
  const body = bodies[kind];
  return body === undefined ? payload : new TextEncoder().encode(JSON.stringify(body));
}

/** How the cockpit's own terminal ends on the same bytes; null where it goes on. */
function endingOf(app: HandmadeApp): string | null {
  const hello = helloSchema.parse(JSON.parse(app.heard[0]?.text ?? ''));
  const session = new ClientSession({
    token,
    terminalNonce: Buffer.from(hello.terminalNonce, 'hex'),
    version: hello.version,
    role: hello.role,
    takePulse: () => null,
  });
  session.start(0);
  for (const output of session.receive(Buffer.concat(app.written), 0))
    if (output.kind === 'failed') return output.fault.code;
  return null;
}

/** Ends what the attack left open, and waits until the program has noticed. */
async function leave(app: HandmadeApp, probe: Probe): Promise<void> {
  app[Symbol.dispose]();
  for (let tries = 0; tries < 10 && probe.running.host.comment === ''; tries++)
    await pass(probe, { ms: 500, times: 1 });
}
