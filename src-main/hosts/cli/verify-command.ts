import { Command } from 'commander';
import { dataFolderPath } from '#main/wiring/data-folder-path.ts';
import { verifyLog } from '#main/wiring/verify-log.ts';
import { verifyStores } from '#main/wiring/verify-stores.ts';
import { dataOption } from '../data-option.ts';
import { answer, refuse, type OutputFlags } from './output.ts';

interface VerifyFlags extends OutputFlags {
  readonly full?: boolean;
  readonly data?: string;
}

export const verifyCommand = (): Command =>
  new Command('verify')
    .description('follow the event log’s chain of hashes from its first event; nothing is written')
    .option('--full', 'also read every page of both stores, and compare the ledger’s tables with its log')
    .addOption(dataOption())
    .option('--json', 'one JSON object on one line')
    .action(async (flags: VerifyFlags) => {
      const folder = dataFolderPath(flags.data);
      if (flags.full === true) await verifyFully(folder, flags);
      else await verifyChain(folder, flags);
    });

async function verifyChain(folder: string, flags: VerifyFlags): Promise<void> {
  const verified = await verifyLog(folder);
  if (!verified.ok) {
    refuse(flags, verified.error);
    return;
  }
  const events = verified.value;
  answer(flags, { folder, events, isIntact: true }, `The event log is intact: ${events} events.`);
}

async function verifyFully(folder: string, flags: VerifyFlags): Promise<void> {
  const verified = await verifyStores(folder);
  if (!verified.ok) {
    refuse(flags, verified.error);
    return;
  }
  const { events, rows, stores } = verified.value;
  const text = `The event log is intact: ${events} events. ${rows} rows follow from it as they should. Every page holds: ${stores.join(', ')}.`;
  answer(flags, { folder, ...verified.value, isIntact: true }, text);
}
