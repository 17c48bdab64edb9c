import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Fault } from '#shared/base/fault.ts';
import type { TerminalMessage } from '#main/protocol/message.ts';
import type { ReadyBody } from '#main/protocol/messages/handshake-messages.ts';
import type { PairingToken } from '#main/protocol/pairing-token.ts';
import { ServerSession, type AppRequest } from '#main/protocol/server-session.ts';
import type { WireList, WireSnapshot } from '#main/protocol/snapshot-pages.ts';

/** The app's end of one connection, in the terminal's simulated time: the real protocol, welcomed at once, everything kept. */
export class DeskSession {
  readonly id: string;
  readonly heard: TerminalMessage[] = [];
  readonly lists: WireList[] = [];
  snapshot: WireSnapshot | null = null;
  ended: Fault | 'closed' | null = null;
  readonly #socket: Socket;
  readonly #session: ServerSession;
  readonly #nowMs: () => number;

  constructor(it: {
    readonly socket: Socket;
    readonly token: PairingToken;
    readonly ready: ReadyBody;
    readonly nowMs: () => number;
  }) {
    this.id = it.ready.session;
    this.#socket = it.socket;
    this.#nowMs = it.nowMs;
    this.#session = new ServerSession({ token: it.token, appNonce: randomBytes(32), nowMs: it.nowMs() });
    it.socket.on('data', (chunk) => this.#receive(chunk, it.ready));
    it.socket.on('error', () => it.socket.destroy());
    it.socket.on('close', () => (this.ended ??= 'closed'));
  }

  get isOpen(): boolean {
    return this.#session.isOpen && this.ended === null;
  }

  send(request: AppRequest): boolean {
    const isTaken = this.#session.send(request);
    this.#write();
    return isTaken;
  }

  /** What falls due by now: acknowledgements, PING. */
  beat(): void {
    this.ended ??= this.#session.beat(this.#nowMs());
    this.#write();
  }

  /** The pipe breaks without a word. */
  cut(): void {
    this.ended ??= 'closed';
    this.#socket.destroy();
  }

  #receive(chunk: Uint8Array, ready: ReadyBody): void {
    for (const output of this.#session.receive(chunk, this.#nowMs())) {
      if (output.kind === 'authenticated') this.#session.welcome(ready, this.#nowMs());
      if (output.kind === 'snapshotCompleted') this.snapshot = output.snapshot;
      if (output.kind === 'reported') this.heard.push(output.message);
      if (output.kind === 'listCompleted') this.lists.push(output.list);
      if (output.kind === 'failed') this.ended ??= output.fault;
    }
    this.#write();
  }

  #write(): void {
    const output = this.#session.takeOutput();
    if (output !== null && this.#socket.writable) this.#socket.write(output);
  }
}
