import { Command } from 'commander';
import { changeTradingState, type TradingStateWish } from '#main/wiring/change-trading-state.ts';
import { dataFolderPath } from '#main/wiring/data-folder-path.ts';
import { dataOption } from '../data-option.ts';
import { answer, refuse, type OutputFlags } from './output.ts';

export const haltCommand = (): Command =>
  tradingStateCommand('halt', 'refuse entries from now on; reducing stays possible');

export const resumeCommand = (): Command =>
  tradingStateCommand('resume', 'allow entries again, and sign for what terminal and log differ in');

const results = { halt: 'Trading is halted', resume: 'Trading may go on' } as const;

function tradingStateCommand(kind: TradingStateWish['kind'], description: string): Command {
  return new Command(kind)
    .description(description)
    .requiredOption('--reason <text>', 'why; it is kept in the log')
    .addOption(dataOption())
    .option('--json', 'one JSON object on one line')
    .action(async (flags: OutputFlags & { readonly data?: string; readonly reason: string }) => {
      const folder = dataFolderPath(flags.data);
      const changed = await changeTradingState(folder, { kind, reason: flags.reason });
      if (!changed.ok) {
        refuse(flags, changed.error);
        return;
      }
      const { wasRunning } = changed.value;
      const where = wasRunning ? 'in the running engine' : 'in the log; no engine runs, the next start finds it so';
      answer(flags, { kind, reason: flags.reason, wasRunning, folder }, `${results[kind]} ${where}.`);
    });
}
