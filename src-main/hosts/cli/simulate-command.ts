import { Command } from 'commander';
import { dataFolderPath } from '#main/wiring/data-folder-path.ts';
import { simulatedTerminalFolder, simulateForCockpit, type TerminalNote } from '#main/wiring/simulate-for-cockpit.ts';
import { dataOption } from '../data-option.ts';
import { addTerminalOptions, terminalOptions, type TerminalFlags } from '../simulated-terminal-options.ts';
import { answer, refuse, type OutputFlags } from './output.ts';

/** Runs until it is interrupted; what happens goes to stderr as it happens, the sum of it to stdout at the end. */
export const simulateCommand = (): Command =>
  addTerminalOptions(new Command('simulate'))
    .description('run a simulated terminal for a cockpit that was started with --no-launch-terminal')
    .addOption(dataOption())
    .option('--json', 'one JSON object on one line, when it ends')
    .action(async (flags: TerminalFlags & OutputFlags & { readonly data?: string }) => {
      const folder = dataFolderPath(flags.data);
      const counts = { connected: 0, orders: 0, deals: 0 };
      const onNote = (note: TerminalNote): void => {
        count(counts, note);
        process.stderr.write(`${JSON.stringify(note)}\n`);
      };
      const options = terminalOptions(flags, { folder: simulatedTerminalFolder(folder), address: null });
      const terminal = await simulateForCockpit(folder, { ...options, onNote });
      if (!terminal.ok) {
        refuse(flags, terminal.error);
        return;
      }
      const stop = (): void => {
        terminal.value[Symbol.dispose]();
        const { connected, orders, deals } = counts;
        answer(flags, { folder, ...counts }, `Sessions: ${connected}, orders: ${orders}, deals: ${deals}`);
        process.exit(0);
      };
      process.on('SIGINT', stop);
      process.on('SIGTERM', stop);
      terminal.value.start();
    });

function count(counts: { connected: number; orders: number; deals: number }, note: TerminalNote): void {
  if (note.event === 'connected') counts.connected++;
  if (note.event === 'order' && note.step === 'received') counts.orders++;
  if (note.event === 'dealDone') counts.deals++;
}
