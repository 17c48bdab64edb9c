import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** A terminal's data folder, and the installation that it belongs to where the folder says so. */
export interface FoundTerminal {
  readonly folder: string;
  readonly installation: string | null;
}

/** The data folders of MetaTrader 5 under a roaming profile (`%APPDATA%`), by name. None where there is no such profile. */
export function findTerminals(roamingFolder: string | undefined): readonly FoundTerminal[] {
  if (roamingFolder === undefined || roamingFolder === '') return [];
  const parent = path.join(roamingFolder, 'MetaQuotes', 'Terminal');
  return foldersIn(parent)
    .map((name) => path.join(parent, name))
    .filter(isTerminalFolder)
    .map((folder) => ({ folder, installation: installationOf(folder) }));
}

/** Whether a folder is a terminal's data folder: it has MQL5 in it. */
export const isTerminalFolder = (folder: string): boolean =>
  statSync(path.join(folder, 'MQL5'), { throwIfNoEntry: false })?.isDirectory() === true;

function foldersIn(parent: string): readonly string[] {
  try {
    return readdirSync(parent).sort();
  } catch (error) {
    // No MetaTrader was ever started by this user.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** MetaTrader writes origin.txt as UTF-16 with a byte-order mark. */
function installationOf(folder: string): string | null {
  const file = path.join(folder, 'origin.txt');
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return null;
  const bytes = readFileSync(file);
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes).trim();
  return text === '' ? null : text;
}
