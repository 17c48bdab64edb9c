import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';

/** The absolute paths of everything that one cockpit keeps. */
export interface DataFolder {
  readonly path: string;
  readonly ledgerFile: string;
  readonly marketFile: string;
  /** Runs of agents and the checkpoints of their graphs: disposable. */
  readonly agentsFile: string;
  readonly lockFile: string;
  readonly sessionFile: string;
  readonly pairingFile: string;
  /** One file for each token of the signal service, with its hash. */
  readonly tokensFolder: string;
  readonly logsFolder: string;
  readonly backupsFolder: string;
  /** One file for each backtest that was kept. */
  readonly runsFolder: string;
  /** Of a Chroma server that this cockpit started: made of the market's file, and disposable. */
  readonly chromaFolder: string;
  readonly graphPasswordFile: string;
}

/** Names what is or would be there, and touches nothing: enough for those who read. */
export function dataFolderAt(folderPath: string): DataFolder {
  const inside = (name: string): string => path.join(folderPath, name);
  return {
    path: folderPath,
    ledgerFile: inside('ledger.db'),
    marketFile: inside('market.db'),
    agentsFile: inside('agents.db'),
    lockFile: inside('lock'),
    sessionFile: inside('session'),
    pairingFile: inside('pairing'),
    tokensFolder: inside('tokens'),
    logsFolder: inside('logs'),
    backupsFolder: inside('backups'),
    runsFolder: inside('runs'),
    chromaFolder: inside('chroma'),
    graphPasswordFile: inside('graph-password'),
  };
}

/**
 * Makes the folder where it is missing, open to its owner alone. A folder that is there already keeps its permissions: it may be shared
 * with other things. Windows has no modes; there the user's own profile guards it. DATA_FOLDER_UNUSABLE.
 */
export function createDataFolder(folderPath: string): Result<DataFolder, Fault> {
  try {
    mkdirSync(folderPath, { recursive: true, mode: 0o700 });
    return ok(dataFolderAt(folderPath));
  } catch (error) {
    return err(unusableDataFolder(folderPath, error));
  }
}

export function unusableDataFolder(folderPath: string, cause: unknown): Fault {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return fault(
    'DATA_FOLDER_UNUSABLE',
    `The data folder ${folderPath} cannot be used: ${reason}. Nothing was lost: nothing was written. ` +
      'Check the path, its permissions and the free space, or name another folder with --data.',
    { folder: folderPath, reason },
  );
}
