import { hash } from 'node:crypto';

/** One link of the chain. `body` is canonical JSON text; hashes are SHA-256, 32 bytes. */
export interface ChainedEvent {
  readonly sequence: number;
  readonly kind: string;
  readonly version: number;
  readonly occurredAtUtcMs: number;
  readonly receivedAtUtcMs: number;
  readonly body: string;
  readonly previousHash: Buffer;
}

/** What the first event names as the hash before it. */
export const firstPreviousHash: Buffer = Buffer.alloc(32);

/**
 * SHA-256 over the canonical JSON of the whole event with the hash before it (in hexadecimal), as `canonicalJson` would write it: the body
 * is canonical already and is set in as it stands, so that a change of a single byte of it shows.
 */
export function eventHash(event: ChainedEvent): Buffer {
  const text =
    `{"body":${event.body},"kind":${JSON.stringify(event.kind)},"occurredAtUtcMs":${event.occurredAtUtcMs},` +
    `"previousHash":"${event.previousHash.toString('hex')}","receivedAtUtcMs":${event.receivedAtUtcMs},` +
    `"sequence":${event.sequence},"version":${event.version}}`;
  return hash('sha256', text, 'buffer');
}
