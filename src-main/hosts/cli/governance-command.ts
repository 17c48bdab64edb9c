import { Argument, Command } from 'commander';
import { scenarioSchema, type Scenario } from '#shared/trading/scenario.ts';
import { dataFolderPath } from '#main/wiring/data-folder-path.ts';
import { governCockpit, readGovernance, type GovernanceWish } from '#main/wiring/govern-cockpit.ts';
import { dataOption } from '../data-option.ts';
import { governanceText } from './governance-text.ts';
import { answer, refuse, type OutputFlags } from './output.ts';

type Flags = OutputFlags & { readonly data?: string };

type ReasonFlags = Flags & { readonly reason: string };

/** Which scenario may enter, and the trader's word on it. */
export const governanceCommand = (): Command =>
  withFlags(
    new Command('governance').description('tell which scenario may enter, and how far the deposit is from a switch'),
  )
    .action(async (flags: Flags) => {
      const told = await readGovernance(dataFolderPath(flags.data));
      if (told.ok) answer(flags, told.value, governanceText(told.value));
      else refuse(flags, told.error);
    })
    .addCommand(
      withReason(new Command('hold').description('keep the active scenario, whatever the deposit does')).action(
        (flags: ReasonFlags, command: Command) => tell(command, { kind: 'holdScenario', reason: flags.reason }),
      ),
    )
    .addCommand(
      withReason(new Command('force').description('let a scenario enter from now on, until it is released'))
        .addArgument(new Argument('<scenario>').choices(scenarioSchema.options))
        .action((scenario: Scenario, flags: ReasonFlags, command: Command) =>
          tell(command, { kind: 'forceScenario', scenario, reason: flags.reason }),
        ),
    )
    .addCommand(
      withReason(new Command('release').description('let the deposit decide again')).action(
        (flags: ReasonFlags, command: Command) => tell(command, { kind: 'releaseScenario', reason: flags.reason }),
      ),
    );

const withFlags = (command: Command): Command =>
  command.addOption(dataOption()).option('--json', 'one JSON object on one line');

const withReason = (command: Command): Command =>
  withFlags(command).requiredOption('--reason <text>', 'why; it is kept in the log');

/** `--data` and `--json` may stand before or behind the word: both commands know them. */
async function tell(command: Command, wish: GovernanceWish): Promise<void> {
  const flags: Flags = command.optsWithGlobals();
  const folder = dataFolderPath(flags.data);
  const told = await governCockpit(folder, wish);
  if (!told.ok) {
    refuse(flags, told.error);
    return;
  }
  const where = told.value.wasRunning
    ? 'in the running engine'
    : 'in the log; no engine runs, the next start finds it so';
  answer(flags, { ...wish, ...told.value, folder }, `${results[wish.kind](wish)} ${where}.`);
}

const results = {
  holdScenario: () => 'The active scenario is held',
  forceScenario: (wish: GovernanceWish) => `Scenario ${'scenario' in wish ? wish.scenario : ''} is forced`,
  releaseScenario: () => 'The deposit decides again',
} as const;
