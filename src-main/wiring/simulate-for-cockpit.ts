import path from 'node:path';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, type Result } from '#shared/base/result.ts';
import type { SimulatedTerminal } from '#main/simulation/simulated-terminal.ts';
import { dataFolderAt } from '#main/stores/data-folder/data-folder.ts';
import { readPairingToken } from '#main/stores/data-folder/pairing-file.ts';
import { wireSimulatedTerminal, type SimulatedTerminalOptions } from './wire-simulated-terminal.ts';

/** Where a cockpit's own simulated terminal keeps its account and its market. */
export const simulatedTerminalFolder = (dataFolder: string): string => path.join(dataFolder, 'simulated-terminal');

/** A simulated terminal that is paired with the cockpit of a data folder. ENGINE_NOT_RUNNING where that cockpit never ran. */
export async function simulateForCockpit(
  dataFolder: string,
  options: Omit<SimulatedTerminalOptions, 'token'>,
): Promise<Result<SimulatedTerminal, Fault>> {
  const token = readPairingToken(dataFolderAt(dataFolder));
  if (!token.ok) return token;
  if (token.value === null) return err(notPaired(dataFolder));
  return wireSimulatedTerminal({ ...options, token: token.value });
}

const notPaired = (folder: string): Fault =>
  fault(
    'ENGINE_NOT_RUNNING',
    `No cockpit has run on ${folder} yet, so there is none to pair with. Start one with --no-launch-terminal, then this terminal.`,
    { folder },
  );

export type { TerminalNote } from '#main/simulation/simulated-terminal.ts';
