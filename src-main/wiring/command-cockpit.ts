import { existsSync } from 'node:fs';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { ContractClient } from '#shared/contract/contract-client.ts';
import { reasonSchema } from '#shared/contract/reason.ts';
import type { CockpitCommand } from '#main/ports/cockpit.ts';
import type { TradeGateway } from '#main/ports/trade-gateway.ts';
import { dataFolderAt } from '#main/stores/data-folder/data-folder.ts';
import { askEngine } from './ask-engine.ts';
import { createEngine } from './create-engine.ts';
import { systemMachine } from './machine.ts';
import { noReplay } from './no-replay.ts';
import { openDataFolder } from './open-data-folder.ts';
import { readSettings } from './read-settings.ts';
import { systemTimers } from './system-timers.ts';
import { watchWordFiles } from './word-files.ts';

/** Whether an engine ran that was asked; else the log was written, and the next start finds it so. */
export interface Commanded {
  readonly wasRunning: boolean;
}

/**
 * Puts a command with a reason to the running engine; where none runs, takes the lock and has it written to the log. REQUEST_INVALID for a
 * reason that says nothing.
 */
export async function commandCockpit<Command extends CockpitCommand & { readonly reason: string }>(
  folder: string,
  wish: Command,
  ask: (client: ContractClient, command: Command) => Promise<unknown>,
): Promise<Result<Commanded, Fault>> {
  const parsed = reasonSchema.safeParse(wish.reason);
  if (!parsed.success) return err(reasonInvalid);
  const command = { ...wish, reason: parsed.data };
  const asked = await askEngine(folder, async (client) => {
    await ask(client, command);
    return { wasRunning: true };
  });
  if (!asked.ok) return asked;
  return asked.value === null ? await commandAtRest(folder, command) : ok(asked.value);
}

async function commandAtRest(folder: string, command: CockpitCommand): Promise<Result<Commanded, Fault>> {
  const settings = readSettings({ folder, environment: process.env, flags: {} });
  if (!settings.ok) return settings;
  if (!existsSync(dataFolderAt(folder).ledgerFile)) return err(neverRan(folder));
  await using opening = new AsyncDisposableStack();
  const opened = await openDataFolder(folder, 'cli');
  if (!opened.ok) return opened;
  const { stores, logger } = opening.use(opened.value);
  const engine = opening.use(
    createEngine(
      { stores, settings: settings.value, logger, onFailed: () => undefined, staysReducing: false },
      { machine: systemMachine, gateway: noGateway, replay: noReplay, approver: 'trader' },
    ),
  );
  engine.start();
  opening.use(watchWordFiles({ folder, engine, timers: systemTimers }));
  const done = await engine.command(command, 'cli');
  return done.ok ? ok({ wasRunning: false }) : done;
}

/** A folder that was mistyped must not answer that trading is halted, while the cockpit that was meant goes on. */
const neverRan = (folder: string): Fault =>
  fault('ENGINE_NOT_RUNNING', `No cockpit has ever run on ${folder}. Nothing was changed; check --data.`, { folder });

const reasonInvalid = fault('REQUEST_INVALID', 'A reason has 3 to 500 characters. Nothing was changed; say why.');

/** At rest nothing is connected, so nothing can leave. */
const noGateway: TradeGateway = {
  send: () => false,
  query: () => false,
  refresh: () => false,
  setHalt: () => false,
};
