import path from 'node:path';
import { parseArgs } from 'node:util';

/** Flags of the command line that the engine understands. The others are Electron's, Chromium's, or mistakes. */
const engineFlags = {
  data: { type: 'string' },
  port: { type: 'string' },
  terminal: { type: 'string' },
  symbol: { type: 'string' },
  clock: { type: 'string' },
  profile: { type: 'string' },
  timeframe: { type: 'string' },
  seed: { type: 'string' },
  speed: { type: 'string' },
  history: { type: 'string' },
  'history-clock': { type: 'string' },
  'no-launch-terminal': { type: 'boolean' },
  reducing: { type: 'boolean' },
} as const;

const shellFlags = { devtools: { type: 'boolean' } } as const;

export interface ShellOptions {
  readonly engineArguments: readonly string[];
  /** The data folder that was named, absolute; null where the engine chooses the platform's own. */
  readonly dataFolder: string | null;
  /** For developers: opens the menu's reload and developer tools. */
  readonly hasDeveloperTools: boolean;
  /** Flags that neither the shell nor the engine knows: Chromium reads some of them itself. */
  readonly otherFlags: readonly string[];
}

/** Reads the command line after the program (and, unpacked, the folder that it was told to run). */
export function parseShellOptions(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): ShellOptions {
  const { values, tokens } = parseArgs({
    args: [...words],
    options: { ...engineFlags, ...shellFlags },
    strict: false,
    tokens: true,
  });
  const flags = tokens.filter((token) => token.kind === 'option');
  const named = typeof values.data === 'string' ? values.data : environment.ATS_DATA || null;
  return {
    engineArguments: flags
      .filter(({ name }) => name in engineFlags)
      .map(({ name, value }) => (value === undefined ? `--${name}` : `--${name}=${value}`)),
    dataFolder: named === null ? null : path.resolve(named),
    hasDeveloperTools: values.devtools === true,
    otherFlags: flags.map(({ name }) => name).filter((name) => !(name in engineFlags) && !(name in shellFlags)),
  };
}
