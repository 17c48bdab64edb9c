import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { assert } from '#shared/base/assert.ts';
import type { AccountIdentity } from '#shared/trading/account.ts';
import type { MonotonicClock } from '#main/ports/clock.ts';
import { ClientSession, type ClientOutput, type TerminalStatement } from '#main/protocol/client-session.ts';
import { nonceBytes } from '#main/protocol/handshake-proof.ts';
import type { Pulse } from '#main/protocol/messages/control-messages.ts';
import type { SessionRole } from '#main/protocol/messages/handshake-messages.ts';
import type { PairingToken } from '#main/protocol/pairing-token.ts';
import { snapshotMessages, type WireSnapshot } from '#main/protocol/snapshot-pages.ts';

export interface ScriptedTerminalSpec {
  readonly address: string;
  readonly token: PairingToken;
  readonly clock: MonotonicClock;
  readonly role?: SessionRole;
  /** Whose history a data session brings. */
  readonly account?: AccountIdentity;
  /** Sent as soon as the terminal is welcomed; null leaves the session half open. */
  readonly snapshot: WireSnapshot | null;
  /** What it says of itself with each of its PINGs. */
  readonly pulse?: Pulse | null;
}

/** A terminal that does what a test says: the protocol's own client on a real pipe, with no market and no will. */
export class ScriptedTerminal implements Disposable {
  readonly #socket: Socket;
  readonly #session: ClientSession;
  readonly #clock: MonotonicClock;
  readonly #untaken: ClientOutput[] = [];
  readonly #closed: Promise<void>;
  #pulse: Pulse | null;
  #wake: () => void = () => undefined;

  /** Connected, and HELLO is on its way. */
  static async connect(spec: ScriptedTerminalSpec): Promise<ScriptedTerminal> {
    const socket = connect(spec.address);
    await once(socket, 'connect');
    return new ScriptedTerminal(socket, spec);
  }

  private constructor(socket: Socket, spec: ScriptedTerminalSpec) {
    const { token, clock, role = 'trading', account = null, snapshot, pulse = null } = spec;
    this.#socket = socket;
    this.#clock = clock;
    this.#pulse = pulse;
    this.#session = new ClientSession({
      token,
      terminalNonce: randomBytes(nonceBytes),
      version: '0.1.0',
      role,
      account,
      takePulse: () => this.#pulse,
    });
    this.#closed = new Promise((resolve) => socket.on('close', () => resolve()));
    socket.on('data', (chunk) => this.#receive(chunk, snapshot));
    socket.on('error', () => socket.destroy());
    this.#session.start(clock.nowMs());
    this.#flush();
  }

  /** The next thing that the app has brought about. */
  async next(): Promise<ClientOutput> {
    for (;;) {
      const output = this.#untaken.shift();
      if (output !== undefined) return output;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Whether the session took it. */
  send(...statements: readonly TerminalStatement[]): boolean {
    const taken = statements.every((statement) => this.#session.send(statement));
    this.#flush();
    return taken;
  }

  /** Resolves when the app has handled all that was sent before, with how many things it brought about until then: they wait for `next`. */
  async settle(): Promise<number> {
    const id = this.#session.ping(this.#clock.nowMs());
    assert(id !== null, 'only an open session settles');
    this.#flush();
    for (;;) {
      const at = this.#untaken.findIndex((output) => output.kind === 'failed' || isAnswerTo(output, id));
      const [found] = at < 0 ? [] : this.#untaken.splice(at, 1);
      if (found !== undefined) {
        assert(found.kind === 'ponged', () => `a PONG was expected, the session failed: ${JSON.stringify(found)}`);
        return at;
      }
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Says this of itself, by a PING, and waits until the app has handled it. */
  async beat(pulse: Pulse): Promise<void> {
    this.#pulse = pulse;
    await this.settle();
  }

  /** Reads nothing any more, so it answers nothing; the connection stays. */
  fallSilent(): void {
    this.#socket.pause();
  }

  /** Bytes that no session would send. */
  writeRaw(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** Resolves when the app has closed the connection. */
  async closed(): Promise<void> {
    await this.#closed;
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }

  #receive(chunk: Uint8Array, snapshot: WireSnapshot | null): void {
    for (const output of this.#session.receive(chunk, this.#clock.nowMs())) {
      if (output.kind === 'welcomed' && snapshot !== null) this.send(...snapshotMessages(snapshot));
      this.#untaken.push(output);
    }
    this.#flush();
    this.#wake();
  }

  #flush(): void {
    const output = this.#session.takeOutput();
    if (output !== null && this.#socket.writable) this.#socket.write(output);
  }
}

const isAnswerTo = (output: ClientOutput, id: number): boolean => output.kind === 'ponged' && output.id === id;
