import type { SimulatedTerminal } from '#main/simulation/simulated-terminal.ts';
import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import { noOrderFaults, wireSimulatedTerminal, type SimulatedTerminalOptions } from './wire-simulated-terminal.ts';

/** Gold at full speed with a few days behind it, on an account of 25,000 dollars, where nothing goes wrong. */
const usualOptions = {
  address: null,
  symbol: 'XAUUSD',
  clockRule: 'ny+7',
  seed: 7,
  history: null,
  startUtcMs: null,
  historyDays: 5,
  speed: 1_000_000,
  balance: 25_000,
  faults: noOrderFaults,
  onNote: () => undefined,
} as const satisfies Omit<SimulatedTerminalOptions, 'folder' | 'token'>;

/** A simulated terminal in this process, over the real pipe, connecting already; what is not said is as usual. Its folder outlives it. */
export async function startSimulatedTerminal(
  wish: Partial<SimulatedTerminalOptions> & Pick<SimulatedTerminalOptions, 'folder' | 'token'>,
): Promise<Result<SimulatedTerminal, Fault>> {
  const terminal = await wireSimulatedTerminal({ ...usualOptions, ...wish });
  if (terminal.ok) terminal.value.start();
  return terminal;
}
