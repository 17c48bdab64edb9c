import type { EngineToShell } from '#shared/contract/shell-messages.ts';
import type { Launcher } from '#main/wiring/run-cockpit.ts';

export interface ShellLauncher extends Launcher {
  readonly childExited: (id: number, code: number | null) => void;
}

/** Asks the shell to fork: a packaged Electron lets nobody else. The shell ends its children with the engine. */
export function shellLauncher(post: (message: EngineToShell) => void): ShellLauncher {
  const exits = new Map<number, (code: number | null) => void>();
  let launched = 0;
  return {
    launch: ({ entry, arguments: entryArguments, secrets }) => {
      const id = ++launched;
      post({ kind: 'launchChild', id, entry, arguments: [...entryArguments], secrets: { ...secrets } });
      return {
        pid: undefined,
        onExit: (listener) => {
          exits.set(id, listener);
        },
        [Symbol.dispose]: () => {
          post({ kind: 'stopChild', id });
        },
      };
    },
    childExited: (id, code) => {
      exits.get(id)?.(code);
      exits.delete(id);
    },
  };
}
