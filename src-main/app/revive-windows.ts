import { app } from 'electron';
import { durationMs } from '#shared/units/duration-ms.ts';
import { planRestart, type CrashHistory } from './crash-history.ts';
import type { ShellLogger } from './open-shell-log.ts';

/** A page whose process crashed is loaded again, ever more slowly while it keeps crashing; the engine runs on meanwhile. */
export function reviveWindows(logger: ShellLogger): void {
  let crashes: CrashHistory = [];
  app.on('render-process-gone', (_gone, contents, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    const { history, delay } = planRestart(crashes, durationMs(performance.now()));
    crashes = history;
    logger.warn('the window crashed and is loaded again', { reason, exitCode, delayMs: delay });
    setTimeout(() => {
      if (!contents.isDestroyed()) contents.reload();
    }, delay);
  });
}
