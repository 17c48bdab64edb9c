import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makePairingToken, pairingTokenBytes } from '#main/protocol/pairing-token.ts';
import { pipeAddress } from '#main/protocol/pipe-address.ts';
import { assert } from '#shared/base/assert.ts';

/** Gives a data folder a pairing token before any cockpit has run on it, and tells where its pipe will be. */
export function pairFolder(folder: string): { readonly token: string; readonly address: string } {
  const token = makePairingToken(randomBytes(pairingTokenBytes));
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'pairing'), `${token}\n`, { mode: 0o600 });
  const runtimeFolder = process.env.XDG_RUNTIME_DIR ?? tmpdir();
  const address = pipeAddress({ token, platform: process.platform, runtimeFolder });
  assert(address.ok, 'the pipe of a temporary folder has an address');
  return { token, address: address.value };
}
