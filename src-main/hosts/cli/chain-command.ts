import { Argument, Command } from 'commander';
import type { RecordId } from '#shared/trading/record-id.ts';
import { askMemory } from '#main/wiring/ask-memory.ts';
import { dataFolderPath } from '#main/wiring/data-folder-path.ts';
import { dataOption } from '../data-option.ts';
import { chainText } from './chain-text.ts';
import { answer, refuse, type OutputFlags } from './output.ts';
import { recordIn } from './record-in.ts';

interface ChainFlags extends OutputFlags {
  readonly to?: RecordId;
  readonly data?: string;
}

export const chainCommand = (): Command =>
  new Command('chain')
    .description('show what a record hangs together with, from the signal to the trade')
    .addArgument(new Argument('<record>', 'kind:key, such as trade:88#1, deal:4711 or order:77').argParser(recordIn))
    .option('--to <record>', 'only a shortest way to another one', recordIn)
    .addOption(dataOption())
    .option('--json', 'one JSON object on one line')
    .action(async (id: RecordId, flags: ChainFlags) => {
      const { to } = flags;
      const chain = await askMemory(dataFolderPath(flags.data), (memory) =>
        to === undefined ? memory.eventChain(id) : memory.path({ from: id, to }),
      );
      if (chain.ok) answer(flags, chain.value, chainText(chain.value));
      else refuse(flags, chain.error);
    });
