import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import { makePairingToken, pairingTokenBytes, parsePairingToken } from '#main/protocol/pairing-token.ts';
import { acquireDataFolderLock } from '#main/stores/data-folder/data-folder-lock.ts';
import { createDataFolder, dataFolderAt } from '#main/stores/data-folder/data-folder.ts';
import { keepPairingToken, readPairingToken, renewPairingToken } from '#main/stores/data-folder/pairing-file.ts';
import { systemRng } from './system-rng.ts';

export interface AdviserPairing {
  readonly folder: string;
  /** What the adviser is given as InpToken; a secret. */
  readonly token: string;
  readonly isNew: boolean;
}

/**
 * The token that pairs a data folder's cockpit with its terminals: the one that there is, or one that is made now. `renews` draws another, which
 * shuts out every terminal that was paired. Whatever is written needs a folder that no engine holds: DATA_FOLDER_IN_USE.
 */
export function pairAdviser(
  folderPath: string,
  { renews }: { readonly renews: boolean },
): Result<AdviserPairing, Fault> {
  const kept = readPairingToken(dataFolderAt(folderPath));
  if (!kept.ok) return kept;
  if (!renews && kept.value !== null && kept.value !== '') return checked(folderPath, kept.value);
  const folder = createDataFolder(folderPath);
  if (!folder.ok) return folder;
  const lock = acquireDataFolderLock(folder.value);
  if (!lock.ok) return lock;
  using held = new DisposableStack();
  held.use(lock.value);
  const make = (): string => makePairingToken(systemRng.bytes(pairingTokenBytes));
  const made = renews ? renewPairingToken(folder.value, make()) : keepPairingToken(folder.value, make);
  return made.ok ? ok({ folder: folderPath, token: made.value, isNew: true }) : made;
}

function checked(folder: string, kept: string): Result<AdviserPairing, Fault> {
  const token = parsePairingToken(kept);
  return token.ok ? ok({ folder, token: token.value, isNew: false }) : token;
}
