import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly exists: (path: string) => boolean;
  /** Whether a program says its version: where Chromium is a snap, `/usr/bin` holds a script that only tells how to install it. */
  readonly answers: (path: string) => boolean;
}

const answerMsMax = 30_000;

const thisMachine: Machine = {
  platform: process.platform,
  env: process.env,
  exists: existsSync,
  answers: (path) => spawnSync(path, ['--version'], { stdio: 'ignore', timeout: answerMsMax }).status === 0,
};

/**
 * A Chromium of the system, or null. `ATS_CHROMIUM` names one and is believed only if it exists. Playwright's own browsers
 * are not downloaded: they are not to be had everywhere.
 */
export function findChromium({ platform, env, exists, answers }: Machine = thisMachine): string | null {
  const named = env.ATS_CHROMIUM ?? '';
  if (named !== '') return exists(named) ? named : null;
  // On Windows the question would open a window.
  const isThere = (path: string): boolean => exists(path) && (platform === 'win32' || answers(path));
  return candidatesOn(platform, env).find(isThere) ?? null;
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
