import { Command } from 'commander';
import { backUpData, type MadeBackup } from '#main/wiring/back-up-data.ts';
import { dataFolderPath } from '#main/wiring/data-folder-path.ts';
import { dataOption } from '../data-option.ts';
import { notIncludedText, sizeText, storeText } from './backup-text.ts';
import { answer, refuse, type OutputFlags } from './output.ts';

export const backupCommand = (): Command =>
  new Command('backup')
    .description('copy both stores, also while the engine runs, and read the copies from end to end')
    .option('--to <folder>', 'where to put it (default: the folder backups of the data folder, where the newest stay)')
    .addOption(dataOption())
    .option('--json', 'one JSON object on one line')
    .action(async (flags: OutputFlags & { readonly to?: string; readonly data?: string }) => {
      const made = await backUpData(dataFolderPath(flags.data), flags.to ?? null);
      if (made.ok) answer(flags, made.value, backupText(made.value));
      else refuse(flags, made.error);
    });

const backupText = ({ folder, stores, removed }: MadeBackup): string =>
  [
    `Backed up to ${folder}:`,
    ...stores.map((it) => `  ${storeText(it)}, ${sizeText(it.sizeBytes)}`),
    ...(removed.length === 0 ? [] : [`Removed as too old: ${removed.join(', ')}.`]),
    notIncludedText,
  ].join('\n');
