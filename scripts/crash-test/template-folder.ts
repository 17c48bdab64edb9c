import { assert } from '#shared/base/assert.ts';
import { parsePairingToken, type PairingToken } from '#main/protocol/pairing-token.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { createBridge } from '#main/wiring/create-bridge.ts';
import { systemMachine } from '#main/wiring/machine.ts';
import { openStoresAt, realClocks } from '#main/wiring/open-stores.ts';
import { settings } from './trading-day.ts';

/** Makes a data folder as a first start leaves it, so that runs begin with a copy. Answers its pairing token. */
export function makeTemplate(folder: string): PairingToken {
  const { logger } = createRecordingLogger();
  const opened = openStoresAt(folder, logger, realClocks());
  assert(opened.ok, () => JSON.stringify(opened));
  using stores = opened.value.stores;
  const paired = createBridge({ ...opened.value, stores, settings, logger, machine: systemMachine });
  assert(paired.ok, () => JSON.stringify(paired));
  const token = parsePairingToken(paired.value.token);
  assert(token.ok, 'the folder keeps a token that is one');
  return token.value;
}
