import { assert } from '#shared/base/assert.ts';
import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import { parsePairingToken } from '#main/protocol/pairing-token.ts';
import { pipeAddress } from '#main/protocol/pipe-address.ts';
import { openDataFolder } from '#main/wiring/open-data-folder.ts';
import { runtimeFolder } from '#main/wiring/runtime-folder.ts';
import { settingsSchema } from '#main/wiring/settings.ts';
import { wirePaper } from '#main/wiring/wire-paper.ts';

/** The engine on real stores with its pipe open, as the cockpit runs it. */
export interface RecordingCockpit extends AsyncDisposable {
  readonly address: string;
  readonly token: string;
}

export async function startRecordingCockpit(folder: string): Promise<RecordingCockpit> {
  await using opening = new AsyncDisposableStack();
  const opened = opening.use(valueOf(await openDataFolder(folder, 'engine')));
  const parts = { ...opened, settings: settingsSchema.parse({}), staysReducing: false, onFailed: failed };
  const { engine, bridge, pairingToken: token } = opening.use(valueOf(wirePaper(parts)));
  engine.start();
  valueOf(await bridge.listen());
  opening.defer(() => bridge.dispose());
  const parsed = valueOf(parsePairingToken(token));
  const at = { token: parsed, platform: process.platform, runtimeFolder: runtimeFolder() };
  const address = valueOf(pipeAddress(at));
  const held = opening.move();
  return { address, token, [Symbol.asyncDispose]: () => held.disposeAsync() };
}

function failed(error: unknown): void {
  throw new Error('the engine failed', { cause: error });
}

function valueOf<T>(result: Result<T, Fault>): T {
  assert(result.ok, () => JSON.stringify(result));
  return result.value;
}
