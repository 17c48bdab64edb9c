import type { EngineMessage } from '#shared/contract/shell-messages.ts';
import type { Launcher } from '#main/wiring/run-cockpit.ts';

export interface ShellLauncher extends Launcher {
  readonly childStarted: (child: number, pid: number | null) => void;
  readonly childExited: (child: number, code: number | null) => void;
}

interface LaunchedChild {
  pid: number | undefined;
  onExit: ((code: number | null) => void) | null;
}

/** Asks the shell to fork: a packaged Electron lets nobody else. The shell ends what it forked together with the engine. */
export function shellLauncher(post: (message: EngineMessage) => void): ShellLauncher {
  const children = new Map<number, LaunchedChild>();
  let launched = 0;
  return {
    launch: ({ entry, arguments: words, secrets }) => {
      const child = ++launched;
      const state: LaunchedChild = { pid: undefined, onExit: null };
      children.set(child, state);
      post({ kind: 'launchChild', child, entry, arguments: words, secrets });
      return {
        get pid() {
          return state.pid;
        },
        onExit: (listener) => {
          state.onExit = listener;
        },
        [Symbol.dispose]: () => {
          post({ kind: 'endChild', child });
        },
      };
    },
    childStarted: (child, pid) => {
      const state = children.get(child);
      if (state !== undefined) state.pid = pid ?? undefined;
    },
    childExited: (child, code) => {
      children.get(child)?.onExit?.(code);
      children.delete(child);
    },
  };
}
