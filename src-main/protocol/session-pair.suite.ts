import { assert } from '#shared/base/assert.ts';
import type { AccountIdentity } from '#shared/trading/account.ts';
import { ClientSession, type ClientOutput } from './client-session.ts';
import { makePairingToken, type PairingToken } from './pairing-token.ts';
import type { Pulse } from './messages/control-messages.ts';
import type { ReadyBody, SessionRole } from './messages/handshake-messages.ts';
import { ServerSession, type ServerOutput } from './server-session.ts';
import { snapshotMessages, type WireSnapshot } from './snapshot-pages.ts';

export const pairToken = makePairingToken(new Uint8Array(20).fill(7));

export const otherToken = makePairingToken(new Uint8Array(20).fill(8));

export const pairReady: ReadyBody = {
  session: '0123456789abcdef',
  appVersion: '0.1.0',
  lastDealTicket: null,
  subscriptions: [],
};

const settlingTurnsMax = 10_000;

export interface SessionPair {
  readonly server: ServerSession;
  readonly client: ClientSession;
  readonly fromServer: ServerOutput[];
  readonly fromClient: ClientOutput[];
  /** Carries bytes both ways until nothing moves any more. */
  readonly settle: () => void;
  nowMs: number;
}

/** Both ends of a session with a wire between them that cuts as it is told. Welcomes at once; the snapshot is sent where one is given. */
export function sessionPair(
  spec: {
    readonly clientToken?: PairingToken;
    readonly role?: SessionRole;
    readonly snapshot?: WireSnapshot;
    /** Whose history a data session brings. */
    readonly account?: AccountIdentity;
    readonly takePulse?: () => Pulse | null;
    readonly chunkBytes?: () => number;
  } = {},
): SessionPair {
  const { clientToken = pairToken, role = 'trading', account = null, snapshot, takePulse = () => null } = spec;
  const { chunkBytes = () => Number.MAX_SAFE_INTEGER } = spec;
  const server = new ServerSession({ token: pairToken, appNonce: new Uint8Array(32).fill(1), nowMs: 0 });
  const client = new ClientSession({
    token: clientToken,
    terminalNonce: new Uint8Array(32).fill(2),
    version: '0.1.0',
    role,
    account,
    takePulse,
  });
  const chunksOf = function* (bytes: Uint8Array | null): Generator<Uint8Array> {
    for (let rest = bytes ?? new Uint8Array(0); rest.length > 0;) {
      const length = Math.max(1, chunkBytes());
      yield rest.subarray(0, length);
      rest = rest.subarray(length);
    }
  };
  const toServer = (): boolean => {
    const bytes = client.takeOutput();
    for (const chunk of chunksOf(bytes))
      for (const output of server.receive(chunk, pair.nowMs)) {
        pair.fromServer.push(output);
        if (output.kind === 'authenticated') server.welcome(pairReady, pair.nowMs);
      }
    return bytes !== null;
  };
  const toClient = (): boolean => {
    const bytes = server.takeOutput();
    for (const chunk of chunksOf(bytes))
      for (const output of client.receive(chunk, pair.nowMs)) {
        pair.fromClient.push(output);
        if (output.kind === 'welcomed' && snapshot !== undefined)
          for (const message of snapshotMessages(snapshot)) client.send(message);
      }
    return bytes !== null;
  };
  const pair: SessionPair = {
    server,
    client,
    fromServer: [],
    fromClient: [],
    nowMs: 0,
    settle: () => {
      for (let turn = 0; [toServer(), toClient()].includes(true); turn++)
        assert(turn < settlingTurnsMax, 'two sessions that say nothing new come to rest');
    },
  };
  client.start(0);
  return pair;
}
