import { toStderr } from '#main/logging/to-stderr.ts';

/** An engine that has failed must not look alive: the process ends, the shell starts another, and that one recovers from the log. */
export function endAfterFailure(): void {
  toStderr(
    'The engine has stopped by itself; its log says why. Nothing that was committed is lost: start the cockpit again.\n',
  );
  process.exit(1);
}
