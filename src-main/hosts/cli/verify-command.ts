import { Command } from 'commander';
import { dataFolderPath } from '#main/wiring/data-folder-path.ts';
import { verifyLog } from '#main/wiring/verify-log.ts';
import { dataOption } from '../data-option.ts';
import { answer, refuse, type OutputFlags } from './output.ts';

export const verifyCommand = (): Command =>
  new Command('verify')
    .description('follow the event log’s chain of hashes from its first event; nothing is written')
    .addOption(dataOption())
    .option('--json', 'one JSON object on one line')
    .action(async (flags: OutputFlags & { readonly data?: string }) => {
      const folder = dataFolderPath(flags.data);
      const verified = await verifyLog(folder);
      if (!verified.ok) {
        refuse(flags, verified.error);
        return;
      }
      const events = verified.value;
      answer(flags, { folder, events, isIntact: true }, `The event log is intact: ${events} events.`);
    });
