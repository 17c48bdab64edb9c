import '../require-node.ts';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { fault } from '#shared/base/fault.ts';
import { programVersion } from '#main/wiring/program-version.ts';
import { adviserFolderOf } from '../adviser-folder.ts';
import { addCompletion } from './add-completion.ts';
import { adviserCommand } from './adviser-command.ts';
import { backtestCommand } from './backtest-command.ts';
import { backupCommand } from './backup-command.ts';
import { chainCommand } from './chain-command.ts';
import { governanceCommand } from './governance-command.ts';
import { importCommand } from './import-command.ts';
import { importsCommand } from './imports-command.ts';
import { lessonsCommand } from './lessons-command.ts';
import { refuse } from './output.ts';
import { regimesCommand } from './regimes-command.ts';
import { rebuildCommand } from './rebuild-command.ts';
import { replayCommand } from './replay-command.ts';
import { reportCommand } from './report-command.ts';
import { restoreCommand } from './restore-command.ts';
import { runsCommand } from './runs-command.ts';
import { signalCommand } from './signal-command.ts';
import { similarCommand } from './similar-command.ts';
import { simulateCommand } from './simulate-command.ts';
import { statusCommand } from './status-command.ts';
import { syncCommand } from './sync-command.ts';
import { tokenCommand } from './token-command.ts';
import { flattenCommand, haltCommand, resumeCommand } from './trading-state-commands.ts';
import { verifyCommand } from './verify-command.ts';

/** The command line of the cockpit. Every command on a data folder takes `--data`; with `--json` exactly one JSON object goes to stdout. */
const program = new Command('ats')
  .description('ATS Cockpit on the command line')
  .version(programVersion)
  .addCommand(statusCommand())
  .addCommand(syncCommand())
  .addCommand(importCommand())
  .addCommand(importsCommand())
  .addCommand(backtestCommand())
  .addCommand(reportCommand())
  .addCommand(similarCommand())
  .addCommand(chainCommand())
  .addCommand(regimesCommand())
  .addCommand(rebuildCommand())
  .addCommand(signalCommand())
  .addCommand(runsCommand())
  .addCommand(replayCommand())
  .addCommand(lessonsCommand())
  .addCommand(simulateCommand())
  .addCommand(haltCommand())
  .addCommand(resumeCommand())
  .addCommand(flattenCommand())
  .addCommand(governanceCommand())
  .addCommand(tokenCommand())
  .addCommand(verifyCommand())
  .addCommand(backupCommand())
  .addCommand(restoreCommand())
  .addCommand(adviserCommand(adviserFolderOf(fileURLToPath(import.meta.url))));

addCompletion(program);

const wantsJson = process.argv.includes('--json');
for (const command of [program, ...program.commands.flatMap((it) => [it, ...it.commands])]) {
  command.exitOverride();
  if (wantsJson) command.configureOutput({ writeOut: (text) => process.stderr.write(text) });
}

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Commander has written what is wrong to stderr already.
  if (error.exitCode === 0) process.exitCode = 0;
  else if (wantsJson) refuse({ json: true }, fault('REQUEST_INVALID', error.message));
  else process.exitCode = 1;
}
