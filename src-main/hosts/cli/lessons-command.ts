import { Argument, Command } from 'commander';
import type { RecordId } from '#shared/trading/record-id.ts';
import { readLessons, retireLesson } from '#main/wiring/ask-agents.ts';
import { dataFolderPath } from '#main/wiring/data-folder-path.ts';
import { dataOption } from '../data-option.ts';
import { limitIn } from './limit-in.ts';
import { lessonsText } from './lessons-text.ts';
import { answer, refuse, type OutputFlags } from './output.ts';
import { recordIn } from './record-in.ts';

type Flags = OutputFlags & { readonly data?: string; readonly limit: number };

type RetireFlags = OutputFlags & { readonly data?: string; readonly reason: string };

/** What closed trades taught, and the trader's word on it. */
export const lessonsCommand = (): Command =>
  withFlags(new Command('lessons').description('list what closed trades taught, with what came of using it'))
    .option('--limit <count>', 'how many, at most 200', limitIn, 20)
    .action(async (flags: Flags) => {
      const told = await readLessons(dataFolderPath(flags.data), flags.limit);
      if (told.ok) answer(flags, { lessons: told.value }, lessonsText(told.value));
      else refuse(flags, told.error);
    })
    .addCommand(
      withFlags(new Command('retire').description('show a lesson to no later decision'))
        .addArgument(new Argument('<lesson>', 'its id, such as lesson:reflection/88#1').argParser(recordIn))
        .requiredOption('--reason <text>', 'why; it is kept in the log')
        .action(async (lessonId: RecordId, _: unknown, command: Command) => {
          // `--data` and `--json` may stand before or behind the word: both commands know them.
          const flags: RetireFlags = command.optsWithGlobals();
          const retired = await retireLesson(dataFolderPath(flags.data), { lessonId, reason: flags.reason });
          if (!retired.ok) refuse(flags, retired.error);
          else answer(flags, { lessonId, ...retired.value }, `${lessonId} is shown to no later decision.`);
        }),
    );

const withFlags = (command: Command): Command =>
  command.addOption(dataOption()).option('--json', 'one JSON object on one line');
