import { createHmac, timingSafeEqual } from 'node:crypto';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { HelloBody, SessionRole } from './messages/handshake-messages.ts';
import type { PairingToken } from './pairing-token.ts';

/** The protocols that this program speaks, both ends included. */
export const protocolRange = { min: 1, max: 1 } as const;

/** Everything that both sides said before the proofs, so that nobody between them can have changed a word of it. */
export interface Transcript {
  readonly hello: HelloBody;
  /** The chosen version of the protocol. */
  readonly protocol: number;
  /** 32 bytes in lower-case hexadecimal. */
  readonly appNonce: string;
}

export const nonceBytes = 32;

/** The first bytes under each side's proof, so that neither can be handed back as the other. */
export const proofSpeakers = { app: 'app', terminal: 'ea' } as const;

/** The highest version that both ends speak, or PROTOCOL_UNSUPPORTED. */
export function chooseProtocol(hello: Pick<HelloBody, 'protocolMin' | 'protocolMax'>): Result<number, Fault> {
  const chosen = Math.min(hello.protocolMax, protocolRange.max);
  if (chosen >= Math.max(hello.protocolMin, protocolRange.min)) return ok(chosen);
  return err(
    fault(
      'PROTOCOL_UNSUPPORTED',
      `The terminal speaks protocols ${hello.protocolMin} to ${hello.protocolMax}, the cockpit ${protocolRange.min} to ${protocolRange.max}. Install the adviser that came with this cockpit.`,
      { terminalMin: hello.protocolMin, terminalMax: hello.protocolMax },
    ),
  );
}

/**
 * HMAC-SHA256 in lower-case hexadecimal. The key is the token's text in ASCII, the message these bytes one after the other:
 *
 * | bytes | app's proof | terminal's proof |
 * |---|---|---|
 * | 3 / 2 | "app" | "ea" |
 * | 32 | terminal's nonce | app's nonce |
 * | 32 | app's nonce | terminal's nonce |
 * | u16 LE | chosen protocol | the same |
 * | u16 LE | protocolMin of HELLO | the same |
 * | u16 LE | protocolMax of HELLO | the same |
 * | u8 | number of bytes of the version | the same |
 * | … | version in ASCII | the same |
 * | u8 | role: 1 trading, 2 data | the same |
 */
export const appProof = (token: PairingToken, transcript: Transcript): string =>
  hmacOf(token, [proofSpeakers.app, transcript.hello.terminalNonce, transcript.appNonce], transcript);

export const terminalProof = (token: PairingToken, transcript: Transcript): string =>
  hmacOf(token, [proofSpeakers.terminal, transcript.appNonce, transcript.hello.terminalNonce], transcript);

/** In constant time. Both are 64 hexadecimal digits, as the schemas demand. */
export const isSameProof = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(new TextEncoder().encode(a), new TextEncoder().encode(b));

/** As the proofs have them. */
export const roleCodes: Readonly<Record<SessionRole, number>> = { trading: 1, data: 2 };

function hmacOf(
  token: PairingToken,
  [speaker, firstNonce, secondNonce]: readonly [string, string, string],
  { hello, protocol }: Transcript,
): string {
  return createHmac('sha256', token)
    .update(speaker, 'ascii')
    .update(firstNonce, 'hex')
    .update(secondNonce, 'hex')
    .update(protocolBytes(hello, protocol))
    .digest('hex');
}

function protocolBytes(hello: HelloBody, protocol: number): Uint8Array {
  const version = new TextEncoder().encode(hello.version);
  const bytes = new Uint8Array(8 + version.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, protocol, true);
  view.setUint16(2, hello.protocolMin, true);
  view.setUint16(4, hello.protocolMax, true);
  view.setUint8(6, version.length);
  bytes.set(version, 7);
  view.setUint8(7 + version.length, roleCodes[hello.role]);
  return bytes;
}
