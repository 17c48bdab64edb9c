import { Argument, Command } from 'commander';
import { signalScenarioSchema, type SignalScenario } from '#shared/contract/signal.ts';
import { askSignal } from '#main/wiring/ask-agents.ts';
import { dataFolderPath } from '#main/wiring/data-folder-path.ts';
import { dataOption } from '../data-option.ts';
import { answer, refuse, type OutputFlags } from './output.ts';
import { signalText } from './signal-text.ts';

interface SignalFlags extends OutputFlags {
  readonly invoke?: boolean;
  readonly data?: string;
}

export const signalCommand = (): Command =>
  new Command('signal')
    .description('tell the newest decision of a scenario, and what was thought of it')
    .addArgument(new Argument('<scenario>').choices(signalScenarioSchema.options))
    .argument('[symbol]', 'the traded one where it is not given')
    .option('--invoke', 'have the agents look at it now; nothing follows from what they say')
    .addOption(dataOption())
    .option('--json', 'one JSON object on one line')
    .action(async (scenario: SignalScenario, symbol: string | undefined, flags: SignalFlags) => {
      const folder = dataFolderPath(flags.data);
      const told = await askSignal(folder, { scenario, symbol: symbol ?? null, isInvoked: flags.invoke === true });
      if (told.ok) answer(flags, told.value, signalText(told.value));
      else refuse(flags, told.error);
    });
