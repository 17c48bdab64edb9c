import { Command, Option } from 'commander';
import type { FlattenScope } from '#shared/trading/flatten-scope.ts';
import { changeTradingState, type TradingStateWish } from '#main/wiring/change-trading-state.ts';
import { dataFolderPath } from '#main/wiring/data-folder-path.ts';
import { dataOption } from '../data-option.ts';
import { answer, refuse, type OutputFlags } from './output.ts';

export const haltCommand = (): Command =>
  tradingStateCommand('halt', 'refuse entries from now on; reducing stays possible');

export const resumeCommand = (): Command =>
  tradingStateCommand('resume', 'allow entries again, and sign for what terminal and log differ in');

/** Halts, then closes what is in scope until the terminal shows none; where no engine runs, the next start does the closing. */
export const flattenCommand = (): Command =>
  withCommonOptions(new Command('flatten').description('halt, then close positions until none is left'))
    .addOption(
      new Option('--scope <scope>', 'every position of the account, or those of this cockpit')
        .choices(['all', 'ours'])
        .default('all'),
    )
    .option('--symbol <symbol>', 'the positions of one symbol only')
    .action(async (flags: StateFlags & { readonly scope: 'all' | 'ours'; readonly symbol?: string }) => {
      const { scope: kind, symbol, reason } = flags;
      const scope: FlattenScope = symbol === undefined ? { kind } : { kind: 'symbol', symbol };
      await change(flags, { kind: 'flatten', scope, reason });
    });

const results = {
  halt: 'Trading is halted',
  resume: 'Trading may go on',
  flatten: 'Trading is halted, and the positions are to be closed',
} as const;

type StateFlags = OutputFlags & { readonly data?: string; readonly reason: string };

const withCommonOptions = (command: Command): Command =>
  command
    .requiredOption('--reason <text>', 'why; it is kept in the log')
    .addOption(dataOption())
    .option('--json', 'one JSON object on one line');

const tradingStateCommand = (kind: 'halt' | 'resume', description: string): Command =>
  withCommonOptions(new Command(kind).description(description)).action((flags: StateFlags) =>
    change(flags, { kind, reason: flags.reason }),
  );

async function change(flags: StateFlags, wish: TradingStateWish): Promise<void> {
  const folder = dataFolderPath(flags.data);
  const changed = await changeTradingState(folder, wish);
  if (!changed.ok) {
    refuse(flags, changed.error);
    return;
  }
  const { wasRunning } = changed.value;
  const where = wasRunning ? 'in the running engine' : 'in the log; no engine runs, the next start finds it so';
  answer(flags, { ...wish, wasRunning, folder }, `${results[wish.kind]} ${where}.`);
}
