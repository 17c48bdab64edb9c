import { ensureBuilt } from '../../ensure-built.ts';
import { untilInterrupted } from '../../until-interrupted.ts';
import { realRuns, type RealOrder, type RealRunsReport } from './real-runs.ts';

/**
 * The command's part with real processes: plays, tells and answers the exit code. SIGINT and SIGTERM end it with all the processes that it
 * has started, and their folders.
 */
export async function killProcesses(order: RealOrder, { isJson }: { readonly isJson: boolean }): Promise<number> {
  if (!(await ensureBuilt())) throw new Error('the cockpit could not be built');
  return untilInterrupted(async (interrupted) => {
    const onRun = (done: number): void => {
      if (done % 20 === 0) process.stderr.write(`${done} of ${order.runs} runs\n`);
    };
    const report = await realRuns(order, { interrupted, onRun });
    const { stories, ...told } = report;
    for (const story of stories) process.stderr.write(`${story}\n`);
    process.stdout.write(`${isJson ? JSON.stringify({ name: 'crash-test-processes', ...told }) : table(report)}\n`);
    return report.ok ? 0 : 1;
  });
}

function table({ runs, lost, doubled, unknown, untrue, broken, kills, entries, seconds, ok }: RealRunsReport): string {
  const lines = [
    ...Object.entries(kills).map(([what, times]) => `${String(times).padStart(6)}  killed: ${what}`),
    ...Object.entries(entries).map(([status, times]) => `${String(times).padStart(6)}  entries: ${status}`),
  ];
  const sums = `${runs} runs in ${seconds} s: ${lost} lost, ${doubled} doubled, ${unknown} left unknown, ${untrue} untrue, ${broken} broken off`;
  return `${lines.join('\n')}\n${sums}: ${ok ? 'ok' : 'FAILED'}`;
}
