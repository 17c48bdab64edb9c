import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { unusableDataFolder, type DataFolder } from './data-folder.ts';
import { readFileIfThere, writePrivateFile } from './private-file.ts';

/** The token that pairs this cockpit with its terminals, or null where none was made yet. DATA_FOLDER_UNUSABLE where it may not be read. */
export function readPairingToken(folder: DataFolder): Result<string | null, Fault> {
  try {
    return ok(readFileIfThere(folder.pairingFile)?.trim() ?? null);
  } catch (error) {
    return err(unusableDataFolder(folder.path, error));
  }
}

/**
 * The folder's pairing token, made at the first start and kept from then on: the terminals' advisers were given it. Called by the holder of
 * the folder's lock. An empty file is refused rather than filled, since a new token would shut out every paired terminal. DATA_FOLDER_UNUSABLE.
 */
export function keepPairingToken(folder: DataFolder, makeToken: () => string): Result<string, Fault> {
  const kept = readPairingToken(folder);
  if (!kept.ok) return kept;
  if (kept.value === '') return err(emptyPairingFile(folder));
  if (kept.value !== null) return ok(kept.value);
  return renewPairingToken(folder, makeToken());
}

/** Puts another token in the place of the folder's own, which shuts out every terminal that was paired. Called by the holder of the lock. */
export function renewPairingToken(folder: DataFolder, token: string): Result<string, Fault> {
  try {
    writePrivateFile(folder.pairingFile, `${token}\n`);
    return ok(token);
  } catch (error) {
    return err(unusableDataFolder(folder.path, error));
  }
}

const emptyPairingFile = (folder: DataFolder): Fault =>
  fault(
    'DATA_FOLDER_UNUSABLE',
    `The pairing file ${folder.pairingFile} is empty. Nothing else was lost. Put its token back, which every paired terminal has among ` +
      'its inputs, or delete the file to make a new one and pair the terminals again.',
    { file: folder.pairingFile },
  );
