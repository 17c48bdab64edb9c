import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { FrameDecoder } from '#main/protocol/frame-decoder.ts';
import { FrameEncoder } from '#main/protocol/frame-encoder.ts';
import { appProof } from '#main/protocol/handshake-proof.ts';
import { messageTypes, type MessageKind } from '#main/protocol/message-types.ts';
import { byeSchema } from '#main/protocol/messages/control-messages.ts';
import { helloSchema } from '#main/protocol/messages/handshake-messages.ts';
import type { PairingToken } from '#main/protocol/pairing-token.ts';
import { sampleReady } from './probe-cockpit.ts';

export interface Heard {
  readonly type: number;
  readonly text: string;
}

/**
 * An app that does by hand what the session would do for it, so that it can do it wrong: it answers HELLO and AUTH as it should, keeps
 * quiet otherwise, and sends what a test gives it.
 */
export class HandmadeApp implements Disposable {
  readonly heard: Heard[] = [];
  /** All that was written so far. */
  readonly written: Uint8Array[] = [];
  isClosed = false;
  readonly #socket: Socket;
  readonly #encoder = new FrameEncoder();
  readonly #decoder = new FrameDecoder();
  readonly #token: PairingToken;
  readonly #protocol: number;
  readonly #answersHello: boolean;
  readonly #answersAuth: boolean;

  constructor(
    socket: Socket,
    token: PairingToken,
    {
      protocol = 1,
      answersHello = true,
      answersAuth = true,
    }: { readonly protocol?: number; readonly answersHello?: boolean; readonly answersAuth?: boolean } = {},
  ) {
    this.#socket = socket;
    this.#token = token;
    this.#protocol = protocol;
    this.#answersHello = answersHello;
    this.#answersAuth = answersAuth;
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('close', () => (this.isClosed = true));
  }

  /** READY is out: whatever follows comes to an open session. */
  get hasWelcomed(): boolean {
    return this.heard.some(({ type }) => type === messageTypes.AUTH.code);
  }

  /** Why the program ended the session; null where it did not say. */
  get byeCode(): string | null {
    const bye = this.heard.find(({ type }) => type === messageTypes.BYE.code);
    return bye === undefined ? null : byeSchema.parse(JSON.parse(bye.text)).fault.code;
  }

  /** One frame, in order and numbered as it should be. */
  say(kind: MessageKind, body: unknown): void {
    this.write(this.frame(messageTypes[kind].code, new TextEncoder().encode(JSON.stringify(body))));
  }

  frame(type: number, payload: Uint8Array, ackBytes = 0): Uint8Array {
    this.#encoder.append({ type, ackBytes, payload });
    return this.#encoder.takeOutput() ?? new Uint8Array(0);
  }

  /** Bytes as they are. */
  write(bytes: Uint8Array): void {
    this.written.push(bytes);
    if (this.#socket.writable) this.#socket.write(bytes);
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }

  #receive(chunk: Uint8Array): void {
    this.#decoder.push(chunk);
    for (let next = this.#decoder.next(); next.ok && next.value !== null; next = this.#decoder.next()) {
      const { header, payload } = next.value;
      const text = new TextDecoder().decode(payload);
      this.heard.push({ type: header.type, text });
      if (header.type === messageTypes.HELLO.code && this.#answersHello) this.#challenge(text);
      if (header.type === messageTypes.AUTH.code && this.#answersAuth) this.say('READY', sampleReady);
    }
  }

  #challenge(text: string): void {
    const hello = helloSchema.parse(JSON.parse(text));
    const appNonce = randomBytes(32).toString('hex');
    const protocol = this.#protocol;
    this.say('CHALLENGE', { protocol, appNonce, proof: appProof(this.#token, { hello, protocol, appNonce }) });
  }
}
