import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Launcher } from '#main/ports/launcher.ts';

const entryNames = { simulatedTerminal: 'simulated-terminal', chromaHost: 'chroma-host' } as const;

/**
 * Forks the programs that stand beside the host's own entry: sources beside sources, built files beside built files. A child ends with its
 * parent: it watches the channel that the fork opens.
 */
export function nodeLauncher(hostUrl: string): Launcher {
  const extension = hostUrl.endsWith('.ts') ? 'ts' : 'js';
  return {
    launch: ({ entry, arguments: entryArguments, secrets }) => {
      const file = fileURLToPath(new URL(`./${entryNames[entry]}.${extension}`, hostUrl));
      const child = fork(file, [...entryArguments], {
        env: { ...process.env, ...secrets },
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      return {
        pid: child.pid,
        onExit: (listener) => {
          child.once('exit', (code) => {
            listener(code);
          });
        },
        [Symbol.dispose]: () => {
          // Either says it: the closed channel also to a program whose signals are in other hands.
          if (child.connected) child.disconnect();
          child.kill('SIGTERM');
        },
      };
    },
  };
}
