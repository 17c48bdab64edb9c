import { existsSync } from 'node:fs';
import { join } from 'node:path';

interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly exists: (path: string) => boolean;
}

const thisMachine: Machine = { platform: process.platform, env: process.env, exists: existsSync };

/**
 * A Chromium of the system, or null. `ATS_CHROMIUM` names one and is believed only if it exists. Playwright's own browsers
 * are not downloaded: they are not to be had everywhere.
 */
export function findChromium({ platform, env, exists }: Machine = thisMachine): string | null {
  const named = env.ATS_CHROMIUM ?? '';
  const candidates = named === '' ? candidatesOn(platform, env) : [named];
  return candidates.find(exists) ?? null;
}

function candidatesOn(platform: NodeJS.Platform, env: Machine['env']): string[] {
  switch (platform) {
    case 'win32':
      return windowsRoots
        .flatMap((name) => env[name] ?? [])
        .flatMap((root) => windowsPrograms.map((program) => join(root, program)));
    case 'darwin':
      return macApplications.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
    default:
      return unixPrograms.map((name) => `/usr/bin/${name}`);
  }
}

const windowsRoots = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'];
const windowsPrograms = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'];
const macApplications = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const unixPrograms = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
