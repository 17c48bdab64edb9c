import { Command } from 'commander';
import { dataFolderPath } from '#main/wiring/data-folder-path.ts';
import { restoreData, type RestoreReport } from '#main/wiring/restore-data.ts';
import { dataOption } from '../data-option.ts';
import { notIncludedText, storeText } from './backup-text.ts';
import { answer, refuse, type OutputFlags } from './output.ts';

export const restoreCommand = (): Command =>
  new Command('restore')
    .description('put a backup in the place of what the data folder holds; what was there is kept')
    .argument('<from>', 'a folder that “ats backup” made, or one ledger or market file')
    .addOption(dataOption())
    .option('--json', 'one JSON object on one line')
    .action(async (from: string, flags: OutputFlags & { readonly data?: string }) => {
      const folder = dataFolderPath(flags.data);
      const restored = await restoreData(folder, from);
      if (restored.ok) answer(flags, { folder, ...restored.value }, restoreText(restored.value));
      else refuse(flags, restored.error);
    });

function restoreText({ stores, createdAtUtcMs, keptIn, installationTag }: RestoreReport): string {
  const asOf = createdAtUtcMs === null ? '' : ` as of ${new Date(createdAtUtcMs).toISOString()}`;
  const later =
    'What happened later is not in it: the terminal tells orders, deals, positions and bars again; decisions and approvals are gone.';
  const tag = `Orders bear the installation tag ${installationTag ?? ''} from now on: positions that were opened later show as another cockpit’s until they are signed for.`;
  return [
    `Restored${asOf}:`,
    ...stores.map((it) => `  ${storeText(it)}`),
    `What was there is kept in ${keptIn}.`,
    ...(installationTag === null ? [] : [later, tag]),
    notIncludedText,
  ].join('\n');
}
