import { assertNever } from '#shared/base/assert.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { ContractClient } from '#shared/contract/contract-client.ts';
import type { GovernanceView } from '#shared/contract/governance-view.ts';
import { createLogger } from '#main/logging/create-logger.ts';
import { governanceViewOf } from '#main/engine/governance-view.ts';
import { recoverState } from '#main/engine/recover-state.ts';
import type { GovernanceCommand } from '#main/ports/cockpit.ts';
import { dataFolderAt } from '#main/stores/data-folder/data-folder.ts';
import { openLedgerToRead } from '#main/stores/sqlite/ledger/open-ledger.ts';
import { askEngine } from './ask-engine.ts';
import { commandCockpit, type Commanded } from './command-cockpit.ts';
import { readSettings } from './read-settings.ts';
import { systemMonotonicClock, systemWallClock } from './system-clocks.ts';

export type GovernanceWish = GovernanceCommand;

/** The trader's word on which scenario may enter, to the running engine or to the log; see `commandCockpit`. */
export const governCockpit = (folder: string, wish: GovernanceCommand): Promise<Result<Commanded, Fault>> =>
  commandCockpit(folder, wish, tell);

function tell({ governance }: ContractClient, command: GovernanceCommand): Promise<unknown> {
  switch (command.kind) {
    case 'holdScenario':
      return governance.hold(command);
    case 'forceScenario':
      return governance.force(command);
    case 'releaseScenario':
      return governance.release(command);
    default:
      return assertNever(command, 'governance command');
  }
}

export interface ToldGovernance {
  readonly isRunning: boolean;
  /** Null before the first account was heard of. */
  readonly governance: GovernanceView | null;
}

/** Which scenario may enter: by the running engine, else by the log, in which no deposit of now stands. ENGINE_NOT_RUNNING where there is no log. */
export async function readGovernance(folder: string): Promise<Result<ToldGovernance, Fault>> {
  const asked = await askEngine(folder, async ({ cockpit }): Promise<ToldGovernance> => {
    const { governance } = await cockpit.snapshot();
    return { isRunning: true, governance };
  });
  if (!asked.ok) return asked;
  return asked.value === null ? await readAtRest(folder) : ok(asked.value);
}

async function readAtRest(folder: string): Promise<Result<ToldGovernance, Fault>> {
  const settings = readSettings({ folder, environment: process.env, flags: {} });
  if (!settings.ok) return settings;
  await using log = createLogger(systemWallClock, []);
  const context = { wallClock: systemWallClock, monotonicClock: systemMonotonicClock, logger: log.logger };
  const opened = openLedgerToRead(dataFolderAt(folder), context);
  if (!opened.ok) return opened;
  if (opened.value === null) return err(neverRan(folder));
  using ledger = opened.value;
  const { state } = recoverState(ledger.log);
  return ok({ isRunning: false, governance: governanceViewOf(state, null, settings.value.governance) });
}

const neverRan = (folder: string): Fault =>
  fault('ENGINE_NOT_RUNNING', `No cockpit has ever run on ${folder}. Check --data.`, { folder });
