import { Command, Option } from 'commander';
import type { RunsPageWish } from '#shared/contract/agents.ts';
import { scenarioSchema } from '#shared/trading/scenario.ts';
import { readRuns } from '#main/wiring/ask-agents.ts';
import { dataFolderPath } from '#main/wiring/data-folder-path.ts';
import { dataOption } from '../data-option.ts';
import { limitIn } from './limit-in.ts';
import { answer, refuse, type OutputFlags } from './output.ts';
import { runsText } from './runs-text.ts';

type RunsFlags = OutputFlags & RunsPageWish & { readonly data?: string };

export const runsCommand = (): Command =>
  new Command('runs')
    .description('list the runs of the agents, newest first')
    .option('--symbol <symbol>', 'on this symbol only')
    .addOption(new Option('--scenario <scenario>', 'of this scenario only').choices(scenarioSchema.options))
    .option('--before <run>', 'those before this one, the last of a page that was listed')
    .option('--limit <count>', 'how many, at most 200', limitIn, 20)
    .addOption(dataOption())
    .option('--json', 'one JSON object on one line')
    .action(async (flags: RunsFlags) => {
      const { symbol, scenario, before, limit } = flags;
      const told = await readRuns(dataFolderPath(flags.data), { symbol, scenario, before, limit });
      if (told.ok) answer(flags, { runs: told.value }, runsText(told.value, limit));
      else refuse(flags, told.error);
    });
