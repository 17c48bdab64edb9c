import { ensureBuilt } from '../../ensure-built.ts';
import { realRuns, type RealOrder, type RealRunsReport } from './real-runs.ts';

/** As a shell has it for a program that was interrupted. */
const interruptedCode = 130;

/**
 * The command's part with real processes: plays, tells and answers the exit code. SIGINT and SIGTERM end it with all the processes that it
 * has started, and their folders.
 */
export async function killProcesses(order: RealOrder, { isJson }: { readonly isJson: boolean }): Promise<number> {
  if (!(await ensureBuilt())) throw new Error('the cockpit could not be built');
  const interruption = new AbortController();
  const interrupt = (): void => {
    interruption.abort();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    const report = await realRuns(order, {
      interrupted: interruption.signal,
      onRun: (done) => {
        if (done % 20 === 0) process.stderr.write(`${done} of ${order.runs} runs\n`);
      },
    });
    const { stories, ...told } = report;
    for (const story of stories) process.stderr.write(`${story}\n`);
    process.stdout.write(`${isJson ? JSON.stringify({ name: 'crash-test-processes', ...told }) : table(report)}\n`);
    return report.ok ? 0 : 1;
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    process.stderr.write('Interrupted; every process that was started has ended.\n');
    return interruptedCode;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

function table({ runs, lost, doubled, unknown, untrue, broken, kills, entries, seconds, ok }: RealRunsReport): string {
  const lines = [
    ...Object.entries(kills).map(([what, times]) => `${String(times).padStart(6)}  killed: ${what}`),
    ...Object.entries(entries).map(([status, times]) => `${String(times).padStart(6)}  entries: ${status}`),
  ];
  const sums = `${runs} runs in ${seconds} s: ${lost} lost, ${doubled} doubled, ${unknown} left unknown, ${untrue} untrue, ${broken} broken off`;
  return `${lines.join('\n')}\n${sums}: ${ok ? 'ok' : 'FAILED'}`;
}
