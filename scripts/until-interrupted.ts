/** What a shell answers for a program that SIGINT ended. */
const interruptedCode = 130;

/** Runs until it is done, or until SIGINT or SIGTERM asks it to end, with everything that it started, by the signal. Answers the exit code. */
export async function untilInterrupted(run: (interrupted: AbortSignal) => Promise<number>): Promise<number> {
  const interruption = new AbortController();
  const interrupt = (): void => {
    interruption.abort();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    return await run(interruption.signal);
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    process.stderr.write('Interrupted; every process that was started has ended.\n');
    return interruptedCode;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}
