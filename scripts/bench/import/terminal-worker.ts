/**
 * A simulated terminal beside the thread that runs the cockpit: a market that nobody plays fast, and an account with one large position that
 * somebody opened by hand. Told by workerData; says `ready` once it runs, and trades when it is asked.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '#shared/base/assert.ts';
import { lots } from '#shared/units/lots.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { simulateForCockpit, simulatedTerminalFolder } from '#main/wiring/simulate-for-cockpit.ts';
import { noOrderFaults } from '#main/wiring/wire-simulated-terminal.ts';

const { dataFolder, symbol } = workerData as { readonly dataFolder: string; readonly symbol: string };
const port = parentPort;
assert(port !== null, 'this runs as a worker');

const simulated = await simulateForCockpit(dataFolder, {
  folder: simulatedTerminalFolder(dataFolder),
  address: null,
  symbol,
  clockRule: 'ny+7',
  seed: 1,
  history: null,
  // A Wednesday: at a week's end nobody trades.
  startUtcMs: utcMs(Date.UTC(2024, 0, 3, 9)),
  historyDays: 2,
  speed: 1,
  balance: 10_000_000,
  faults: noOrderFaults,
  onNote: () => undefined,
});
assert(simulated.ok, () => JSON.stringify(simulated));
const terminal = simulated.value;
terminal.start();

port.on('message', (asked: 'trade' | 'end') => {
  if (asked === 'trade') {
    const order = { kind: 'entry', clientOrderId: null, origin: 'manual', symbol, side: 'buy' } as const;
    terminal.tradeByHand({ ...order, volume: lots(20), stop: null, target: null, worstPrice: null });
  } else terminal[Symbol.dispose]();
  port.postMessage(asked);
});
port.postMessage('ready');
