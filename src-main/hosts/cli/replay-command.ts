import { Command } from 'commander';
import { replayRun } from '#main/wiring/ask-agents.ts';
import { dataFolderPath } from '#main/wiring/data-folder-path.ts';
import { dataOption } from '../data-option.ts';
import { answer, refuse, type OutputFlags } from './output.ts';
import { replayText } from './replay-text.ts';

interface ReplayFlags extends OutputFlags {
  readonly ask?: boolean;
  readonly data?: string;
}

/** The exit code of a recording that was not answered as it was recorded. */
const exitDiffers = 4;

export const replayCommand = (): Command =>
  new Command('replay')
    .description(
      'play a run of the agents again on what it was given; the exit code is 0 only where a recording says the same',
    )
    .argument('<run>', 'its id, see “ats runs”')
    .option('--ask', 'ask the models of now instead of the recording, and show what differs')
    .addOption(dataOption())
    .option('--json', 'one JSON object on one line')
    .action(async (runId: string, flags: ReplayFlags) => {
      const source = flags.ask === true ? 'model' : 'recording';
      const report = await replayRun(dataFolderPath(flags.data), { runId, source });
      if (!report.ok) {
        refuse(flags, report.error);
        return;
      }
      answer(flags, report.value, replayText(report.value));
      if (source === 'recording' && !report.value.isSame) process.exitCode = exitDiffers;
    });
