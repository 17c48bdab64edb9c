import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** What the terminal tells on its stdout, one JSON object a line. */
export interface TerminalNoteLine {
  readonly event: string;
  readonly step?: string;
  readonly id?: string;
}

/** The built simulated terminal as a process of its own. */
export interface TerminalProcess extends AsyncDisposable {
  readonly pid: number;
  /** Resolves with the first note, told already or to come, that fits. */
  readonly noted: (fits: (note: TerminalNoteLine) => boolean) => Promise<TerminalNoteLine>;
  readonly kill: () => Promise<void>;
}

const notedMsMax = 40_000;

const entry = path.join(import.meta.dirname, '..', '..', 'out', 'main', 'simulated-terminal.js');

export function startTerminal({
  folder,
  token,
  words = [],
}: {
  readonly folder: string;
  readonly token: string;
  readonly words?: readonly string[];
}): TerminalProcess {
  const child = spawn(process.execPath, [entry, '--data', folder, ...words], {
    env: { ...process.env, ATS_PAIRING_TOKEN: token },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const told: TerminalNoteLine[] = [];
  const waiting = new Set<{ fits: (note: TerminalNoteLine) => boolean; resolve: (note: TerminalNoteLine) => void }>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const note = JSON.parse(line) as TerminalNoteLine;
    told.push(note);
    for (const waiter of waiting) {
      if (!waiter.fits(note)) continue;
      waiting.delete(waiter);
      waiter.resolve(note);
    }
  });
  const ended = once(child, 'exit');
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
  };
  return {
    pid: child.pid ?? 0,
    noted: (fits) => {
      const earlier = told.find(fits);
      if (earlier !== undefined) return Promise.resolve(earlier);
      return new Promise((resolve, reject) => {
        waiting.add({ fits, resolve });
        const giveUp = (): void => {
          reject(new Error(`the terminal told only ${JSON.stringify(told)}`));
        };
        setTimeout(giveUp, notedMsMax).unref();
      });
    },
    kill: () => end('SIGKILL'),
    [Symbol.asyncDispose]: () => end('SIGTERM'),
  };
}
