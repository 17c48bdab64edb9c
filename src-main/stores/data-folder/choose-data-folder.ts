import path from 'node:path';

export interface DataFolderWish {
  /** The value of `--data`, or null where it was not given. */
  readonly named: string | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homeFolder: string;
}

/** Where everything of one cockpit lies, as an absolute path: what `--data` names, else `ATS_DATA`, else the platform's own place. */
export function chooseDataFolder({ named, environment, platform, homeFolder }: DataFolderWish): string {
  const wished = named ?? (environment.ATS_DATA || null);
  if (wished !== null) return path.resolve(wished);
  switch (platform) {
    case 'win32':
      return path.win32.join(environment.APPDATA || path.win32.join(homeFolder, 'AppData', 'Roaming'), 'ATS Cockpit');
    case 'darwin':
      return path.posix.join(homeFolder, 'Library', 'Application Support', 'ATS Cockpit');
    default:
      return path.posix.join(freedesktopDataHome(environment, homeFolder), 'ats-cockpit');
  }
}

/** The XDG Base Directory Specification has a relative path ignored. */
function freedesktopDataHome(environment: DataFolderWish['environment'], homeFolder: string): string {
  const home = environment.XDG_DATA_HOME ?? '';
  return path.posix.isAbsolute(home) ? home : path.posix.join(homeFolder, '.local', 'share');
}
