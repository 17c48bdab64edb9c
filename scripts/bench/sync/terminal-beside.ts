import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { TerminalOrder, TerminalWord } from './terminal-orders.ts';

/** What was missed of all symbols together, and how long the terminal itself worked to tell it. */
export interface CaughtUp {
  readonly bars: number;
  readonly ticks: number;
  readonly ownMs: number;
}

/** The terminal's process, on the other core. */
export interface TerminalBeside extends AsyncDisposable {
  /** It goes away for so long, and comes back no sooner than it is told to. */
  readonly beAway: (days: number, trades: number) => Promise<void>;
  /** It connects; once it has told all that was missed it answers what that was. */
  readonly comeBack: () => Promise<CaughtUp>;
}

const program = fileURLToPath(new URL('./terminal-process.ts', import.meta.url));

export async function startTerminalBeside(dataFolder: string): Promise<TerminalBeside> {
  const child = fork(program, [dataFolder], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const isReady = ({ kind }: TerminalWord): boolean => kind === 'ready';
  const after = async (order: TerminalOrder | null, isWanted: (word: TerminalWord) => boolean): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const listen = (word: TerminalWord): void => {
      if (isWanted(word)) resolve(undefined);
    };
    child.on('message', listen);
    if (order !== null) child.send(order);
    await promise;
    child.off('message', listen);
  };
  await after(null, isReady);
  return {
    beAway: (days, trades) => after({ kind: 'beAway', days, trades }, isReady),
    comeBack: async () => {
      let ownMs = 0;
      let told = { bars: 0, ticks: 0 };
      await after({ kind: 'connect' }, (word) => {
        if (word.kind !== 'noted') return false;
        const { note } = word;
        if (note.event === 'snapshotTold') ownMs += note.ownMs;
        if (note.event !== 'caughtUp') return false;
        ownMs += note.ownMs;
        told = { bars: note.bars, ticks: note.ticks };
        return true;
      });
      return { ...told, ownMs };
    },
    [Symbol.asyncDispose]: async () => {
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}
