import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { dataFolderPath } from '#main/wiring/data-folder-path.ts';
import { findTerminals, type FoundTerminal } from '#main/wiring/find-terminals.ts';
import { installAdviser, type AdviserInstallation, type InstalledFile } from '#main/wiring/install-adviser.ts';
import { pairAdviser, type AdviserPairing } from '#main/wiring/pair-adviser.ts';
import { fault } from '#shared/base/fault.ts';
import { dataOption } from '../data-option.ts';
import { answer, refuse, type OutputFlags } from './output.ts';

/** What is done once for each MetaTrader: its files, and the token that lets it in. `sourceFolder` is this program's `mql5`. */
export const adviserCommand = (sourceFolder: string): Command =>
  new Command('adviser')
    .description('bring the adviser into MetaTrader 5, and pair it with this cockpit')
    .addCommand(installCommand(sourceFolder))
    .addCommand(pairCommand());

const installCommand = (sourceFolder: string): Command =>
  new Command('install')
    .description(
      'copy the adviser and its service into a terminal; without --terminal, list the terminals of this user',
    )
    .option('--terminal <folder>', 'the terminal’s data folder (MetaTrader: File, Open Data Folder)', folder)
    .option('--json', 'one JSON object on one line')
    .action((flags: OutputFlags & { readonly terminal?: string }) => {
      if (flags.terminal === undefined) listTerminals(flags);
      else install(flags, { sourceFolder, terminalFolder: flags.terminal });
    });

/** A blank, as an unset variable of a script leaves it, would mean the current folder. */
function folder(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Name a folder.');
  return path.resolve(text);
}

function install(flags: OutputFlags, places: Parameters<typeof installAdviser>[0]): void {
  const installed = installAdviser(places);
  if (installed.ok) answer(flags, installed.value, installationText(installed.value));
  else refuse(flags, installed.error);
}

function installationText({ terminalFolder, version, files }: AdviserInstallation): string {
  const changed = files.filter(({ change }) => change !== 'same');
  const lines = changed.map((file) => `  ${file.change.padEnd(8)}MQL5/${file.path}`);
  if (changed.length === 0)
    return `The adviser ${version} is installed in ${terminalFolder} already; nothing was written.`;
  return [`The adviser ${version} is installed in ${terminalFolder}: ${summary(files)}.`, ...lines, ...nextSteps].join(
    '\n',
  );
}

const summary = (files: readonly InstalledFile[]): string =>
  (['new', 'changed', 'same', 'removed'] as const)
    .map((change) => [files.filter((file) => file.change === change).length, change] as const)
    .filter(([count]) => count > 0)
    .map(([count, change]) => `${count} ${change}`)
    .join(', ');

/** The exit code tells that nothing was installed. */
function listTerminals(flags: OutputFlags): void {
  const terminals = findTerminals(process.env.APPDATA);
  if (terminals.length === 0) {
    refuse(flags, noneFound);
    return;
  }
  answer(flags, { terminals }, terminalsText(terminals));
  process.exitCode = 1;
}

const terminalsText = (terminals: readonly FoundTerminal[]): string =>
  [
    'Name one of these with --terminal; nothing was installed:',
    ...terminals.map(
      ({ folder, installation }) => `  "${folder}"${installation === null ? '' : `  (${installation})`}`,
    ),
  ].join('\n');

const noneFound = fault(
  'TERMINAL_FOLDER_UNUSABLE',
  'No data folder of MetaTrader 5 was found for this user. Start MetaTrader once, choose File, Open Data Folder there, and name that folder with --terminal.',
);

const pairCommand = (): Command =>
  new Command('pair')
    .description('show the token that lets a terminal in, made at the first time')
    .option('--new', 'draw another token; every terminal has to be given it', false)
    .addOption(dataOption())
    .option('--json', 'one JSON object on one line')
    .action((flags: OutputFlags & { readonly data?: string; readonly new: boolean }) => {
      const paired = pairAdviser(dataFolderPath(flags.data), { renews: flags.new });
      if (paired.ok) answer(flags, paired.value, pairingText(paired.value));
      else refuse(flags, paired.error);
    });

const pairingText = ({ folder, token, isNew }: AdviserPairing): string =>
  [
    `The ${isNew ? 'new ' : ''}pairing token of ${folder}; whoever has it can pose as your terminal, so show it to nobody:`,
    '',
    `  ${token}`,
    ...nextSteps,
  ].join('\n');

const nextSteps: readonly string[] = [
  '',
  'Next, in MetaTrader 5:',
  '  1. In MetaEditor (F4) open Experts/ATS/AtsBridge.mq5 and Services/ATS/AtsHistory.mq5 and compile each (F7): 0 errors.',
  '  2. Switch Algo Trading on. Drag ATS/AtsBridge from the Navigator onto one chart, allow Algo Trading in its window, and',
  '     paste the token of "ats adviser pair" into InpToken.',
  '  3. In the Navigator add the service ATS/AtsHistory, paste the same token into its InpToken, and start it.',
  '  4. Start the cockpit with --terminal mt5. The text on the chart says when both have found each other.',
];
