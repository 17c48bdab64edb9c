import { assert } from '#shared/base/assert.ts';
import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import { parsePairingToken } from '#main/protocol/pairing-token.ts';
import { pipeAddress } from '#main/protocol/pipe-address.ts';
import type { createEngine } from '#main/wiring/create-engine.ts';
import { openStoresAt, realClocks, type Stores } from '#main/wiring/open-stores.ts';
import { runtimeFolder } from '#main/wiring/runtime-folder.ts';
import type { Settings } from '#main/wiring/settings.ts';
import { wireByPipe, type EngineOnPipe } from '#main/wiring/wire-by-pipe.ts';
import { systemMachine } from '#main/wiring/machine.ts';
import { wireMemory } from '#main/wiring/wire-memory.ts';

/** The engine on real stores with its pipe open, as the cockpit runs it. */
export interface RecordingCockpit extends AsyncDisposable {
  readonly engine: ReturnType<typeof createEngine>;
  readonly bridge: EngineOnPipe['bridge'];
  readonly synchronizer: EngineOnPipe['inStep']['synchronizer'];
  readonly ledger: Stores['ledger'];
  readonly address: string;
  readonly token: string;
}

type Logger = Parameters<typeof openStoresAt>[1];

export async function startRecordingCockpit(
  folderPath: string,
  settings: Settings,
  logger: Logger,
): Promise<RecordingCockpit> {
  await using opening = new AsyncDisposableStack();
  const { folder, stores } = valueOf(openStoresAt(folderPath, logger, realClocks()));
  opening.use(stores);
  const common = { folder, stores, settings, logger };
  const remembering = opening.use(wireMemory({ ...common, machine: systemMachine, launcher: null }));
  const parts = { ...common, remembering, staysReducing: false, onFailed: failed };
  const { engine, bridge, inStep, pairingToken: token } = opening.use(valueOf(wireByPipe(parts, 'trader')));
  engine.start();
  valueOf(await bridge.listen());
  opening.defer(() => bridge.dispose());
  const parsed = valueOf(parsePairingToken(token));
  const at = { token: parsed, platform: process.platform, runtimeFolder: runtimeFolder() };
  const address = valueOf(pipeAddress(at));
  const held = opening.move();
  return {
    engine,
    bridge,
    synchronizer: inStep.synchronizer,
    ledger: stores.ledger,
    address,
    token,
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

function failed(error: unknown): void {
  throw new Error('the engine failed', { cause: error });
}

function valueOf<T>(result: Result<T, Fault>): T {
  assert(result.ok, () => JSON.stringify(result));
  return result.value;
}
