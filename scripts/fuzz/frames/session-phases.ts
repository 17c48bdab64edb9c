import { ClientSession, type ClientOutput } from '#main/protocol/client-session.ts';
import { FrameEncoder } from '#main/protocol/frame-encoder.ts';
import { appProof, nonceBytes, terminalProof, type Transcript } from '#main/protocol/handshake-proof.ts';
import { beatPeriodMs } from '#main/protocol/liveness.ts';
import { encodePayload, type Message } from '#main/protocol/message.ts';
import { messageTypes } from '#main/protocol/message-types.ts';
import type { ReadyBody, SessionRole } from '#main/protocol/messages/handshake-messages.ts';
import { makePairingToken, pairingTokenBytes } from '#main/protocol/pairing-token.ts';
import { ServerSession, type ServerOutput } from '#main/protocol/server-session.ts';
import { snapshotMessages } from '#main/protocol/snapshot-pages.ts';
import { samplePulse, sampleWireSnapshot } from '#main/testkit/sample-wire.ts';
import type { InputOrder } from './fuzz-input.ts';

/** One end of a session at a moment of its life. */
export interface SessionPhase {
  readonly name: string;
  /** What its peer would say next. */
  readonly order: InputOrder;
  readonly begin: () => Session;
}

export interface Session {
  readonly isOpen: () => boolean;
  readonly receive: (chunk: Uint8Array) => Iterable<ServerOutput | ClientOutput>;
  readonly beat: () => void;
  readonly takeOutput: () => Uint8Array | null;
}

const token = makePairingToken(new Uint8Array(pairingTokenBytes).fill(7));

const nonces = { app: new Uint8Array(nonceBytes).fill(1), terminal: new Uint8Array(nonceBytes).fill(2) };

const ready: ReadyBody = {
  session: '0123456789abcdef',
  appVersion: '0.1.0',
  lastDealTicket: null,
  subscriptions: [],
};

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const transcriptOf = (role: SessionRole): Transcript => ({
  hello: { protocolMin: 1, protocolMax: 1, version: '0.1.0', role, terminalNonce: hex(nonces.terminal) },
  protocol: 1,
  appNonce: hex(nonces.app),
});

const helloOf = (role: SessionRole): Message => ({ kind: 'HELLO', body: transcriptOf(role).hello });

const authOf = (role: SessionRole): Message => ({
  kind: 'AUTH',
  body: { proof: terminalProof(token, transcriptOf(role)) },
});

const challenge: Message = {
  kind: 'CHALLENGE',
  body: { protocol: 1, appNonce: hex(nonces.app), proof: appProof(token, transcriptOf('trading')) },
};

const [head, ...lists] = snapshotMessages(sampleWireSnapshot()).map((message): Message => message);
const proved = [helloOf('trading'), authOf('trading')];

/** Those that a stranger can reach, and those behind the proof, where the most is understood. */
export const sessionPhases: readonly SessionPhase[] = [
  serverAfter('a stranger', []),
  serverAfter('a greeting', [helloOf('trading')]),
  serverAfter('a proof', proved),
  serverAfter('half a snapshot', [...proved, ...(head === undefined ? [] : [head])]),
  serverAfter('a snapshot', [...proved, ...(head === undefined ? [] : [head]), ...lists]),
  serverAfter('a proof for data', [helloOf('data'), authOf('data')]),
  clientAfter('a connection', []),
  clientAfter('a challenge', [challenge]),
  clientAfter('a welcome', [challenge, { kind: 'READY', body: ready }]),
];

function serverAfter(what: string, said: readonly Message[]): SessionPhase {
  const before = bytesOf(said);
  return {
    name: `cockpit after ${what}`,
    order: { from: 'terminal', firstSequence: said.length + 1 },
    begin: () => {
      const server = new ServerSession({ token, appNonce: nonces.app, nowMs: 0 });
      return begun(before, {
        isOpen: () => server.isOpen,
        receive: (chunk) => receiveAndWelcome(server, chunk),
        beat: () => server.beat(beatPeriodMs),
        takeOutput: () => server.takeOutput(),
      });
    },
  };
}

function* receiveAndWelcome(server: ServerSession, chunk: Uint8Array): Generator<ServerOutput> {
  for (const output of server.receive(chunk, 0)) {
    if (output.kind === 'authenticated') server.welcome(ready, 0);
    yield output;
  }
}

const pulse = samplePulse();

function clientAfter(what: string, said: readonly Message[]): SessionPhase {
  const before = bytesOf(said);
  return {
    name: `terminal after ${what}`,
    order: { from: 'app', firstSequence: said.length + 1 },
    begin: () => {
      const client = new ClientSession({
        token,
        terminalNonce: nonces.terminal,
        version: '0.1.0',
        role: 'trading',
        takePulse: () => pulse,
      });
      client.start(0);
      return begun(before, {
        isOpen: () => client.isOpen,
        receive: (chunk) => client.receive(chunk, 0),
        beat: () => client.beat(beatPeriodMs),
        takeOutput: () => client.takeOutput(),
      });
    },
  };
}

function bytesOf(messages: readonly Message[]): Uint8Array {
  const encoder = new FrameEncoder();
  for (const message of messages)
    encoder.append({ type: messageTypes[message.kind].code, ackBytes: 0, payload: encodePayload(message) });
  return encoder.takeOutput() ?? new Uint8Array(0);
}

function begun(before: Uint8Array, session: Session): Session {
  for (const output of session.receive(before))
    if (output.kind === 'failed') throw new Error(`a session did not come to its phase: ${output.fault.message}`);
  session.takeOutput();
  return session;
}
