import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { createBacktests, strategyIds } from '#main/wiring/create-backtests.ts';
import { dataFolderPath } from '#main/wiring/data-folder-path.ts';

/**
 * `ats completion <shell>` prints what a shell reads to complete commands, flags and their choices. Called last: it looks at what the program holds.
 * A value is completed where it is known without opening a store: strategies, and the runs that were kept.
 */
export function addCompletion(program: Command): void {
  const completion = tab(program, { completionCommandName: 'completion' });
  const backtest = completion.commands.get('backtest');
  const scenario = backtest?.options.get('scenario');
  if (scenario !== undefined)
    scenario.handler = (complete) => {
      for (const id of ['both', ...strategyIds]) complete(id, id === 'both' ? 'A and B under governance' : 'strategy');
    };
  const keptRuns = (complete: (value: string, description: string) => void): void => {
    for (const id of ['latest', ...createBacktests(dataFolderPath(undefined)).ids()]) complete(id, 'run');
  };
  const repeat = backtest?.options.get('repeat');
  if (repeat !== undefined) repeat.handler = keptRuns;
  const run = completion.commands.get('report')?.arguments.get('run');
  if (run !== undefined) run.handler = keptRuns;
}
