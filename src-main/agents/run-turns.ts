import { assert } from '#shared/base/assert.ts';

/** The right to go on, given back by disposing it. */
export type Turn = Disposable;

/** Who may go on: so many at once, one of a thread, first come first served within these bounds. */
export interface RunTurns {
  /** Null where the wait was given up, or too many wait already. */
  readonly take: (thread: string, signal: AbortSignal) => Promise<Turn | null>;
}

interface Waiting {
  readonly thread: string;
  readonly goOn: (turn: Turn | null) => void;
}

/** Runs share one loop with the engine: a few at once keep it free, and those of one thread would write over each other's checkpoint. */
export function createRunTurns({
  runningMax,
  waitingMax,
}: {
  readonly runningMax: number;
  readonly waitingMax: number;
}): RunTurns {
  assert(runningMax > 0, 'somebody may go on');
  const running = new Set<string>();
  const waiting: Waiting[] = [];

  const admit = (): void => {
    while (running.size < runningMax) {
      const index = waiting.findIndex(({ thread }) => !running.has(thread));
      const [next] = index < 0 ? [] : waiting.splice(index, 1);
      if (next === undefined) return;
      next.goOn(begin(next.thread));
    }
  };
  const begin = (thread: string): Turn => {
    running.add(thread);
    return {
      [Symbol.dispose]: () => {
        if (running.delete(thread)) admit();
      },
    };
  };

  return {
    take: (thread, signal) => {
      if (signal.aborted || waiting.length >= waitingMax) return Promise.resolve(null);
      const { promise, resolve } = Promise.withResolvers<Turn | null>();
      const giveUp = (): void => {
        const index = waiting.indexOf(entry);
        if (index >= 0) waiting.splice(index, 1);
        resolve(null);
      };
      const entry: Waiting = {
        thread,
        goOn: (turn) => {
          signal.removeEventListener('abort', giveUp);
          resolve(turn);
        },
      };
      signal.addEventListener('abort', giveUp, { once: true });
      waiting.push(entry);
      admit();
      return promise;
    },
  };
}
