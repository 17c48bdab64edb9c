import { Command, Option } from 'commander';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { scenarioSchema, type Scenario } from '#shared/trading/scenario.ts';
import { askMemory } from '#main/wiring/ask-memory.ts';
import { dataFolderPath } from '#main/wiring/data-folder-path.ts';
import { dataOption } from '../data-option.ts';
import { momentIn } from './moment-in.ts';
import { answer, refuse, type OutputFlags } from './output.ts';
import { regimesText } from './regimes-text.ts';

interface RegimesFlags extends OutputFlags {
  readonly symbol?: string;
  readonly scenario?: Scenario;
  readonly asOf?: UtcMs;
  readonly data?: string;
}

export const regimesCommand = (): Command =>
  new Command('regimes')
    .description('show how closed trades did by the market in which they were opened')
    .option('--symbol <symbol>', 'of this symbol only')
    .addOption(new Option('--scenario <scenario>', 'of this scenario only').choices(scenarioSchema.options))
    .option('--as-of <time>', 'as it was known then; the market’s now where it is not given', momentIn)
    .addOption(dataOption())
    .option('--json', 'one JSON object on one line')
    .action(async (flags: RegimesFlags) => {
      const { symbol = null, scenario = null, asOf: asOfUtcMs = null } = flags;
      const told = await askMemory(dataFolderPath(flags.data), (memory) =>
        memory.tradesByRegime({ symbol, scenario, asOfUtcMs }),
      );
      if (told.ok) answer(flags, { regimes: told.value }, regimesText(told.value));
      else refuse(flags, told.error);
    });
