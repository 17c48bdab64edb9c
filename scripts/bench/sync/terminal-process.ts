/**
 * The simulated terminal of the benchmark, as a process of its own: three symbols on one account, nothing goes wrong. Its folder is the
 * cockpit's (argument), its orders come over IPC, and it tells what it did and how long that took it.
 */
import { assert } from '#shared/base/assert.ts';
import { lots } from '#shared/units/lots.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { simulateForCockpit, simulatedTerminalFolder } from '#main/wiring/simulate-for-cockpit.ts';
import { noOrderFaults } from '#main/wiring/wire-simulated-terminal.ts';
import { benchSymbols, type TerminalOrder, type TerminalWord } from './terminal-orders.ts';

const dayMs = 86_400_000;
const [dataFolder = ''] = process.argv.slice(2);
const [symbol, ...others] = benchSymbols;

const say = (word: TerminalWord): void => {
  process.send?.(word);
};

async function open() {
  const simulated = await simulateForCockpit(dataFolder, {
    folder: simulatedTerminalFolder(dataFolder),
    address: null,
    symbol,
    symbols: others.map((other) => ({ symbol: other })),
    clockRule: 'ny+7',
    seed: 1,
    history: null,
    startUtcMs: utcMs(Date.UTC(2024, 0, 3, 9)),
    historyDays: 60,
    speed: 1,
    balance: 10_000_000,
    faults: noOrderFaults,
    onNote: (note) => {
      say({ kind: 'noted', note });
    },
  });
  assert(simulated.ok, () => JSON.stringify(simulated));
  return simulated.value;
}

let terminal = await open();

async function beAway(days: number, trades: number): Promise<void> {
  terminal[Symbol.dispose]();
  terminal = await open();
  terminal.sleep(days * dayMs);
  for (let trade = 0; trade < trades; trade++)
    terminal.tradeByHand({
      ...{ kind: 'entry', clientOrderId: null, origin: 'manual', symbol, side: 'buy', volume: lots(0.01) },
      ...{ stop: null, target: null, worstPrice: null },
    });
}

process.on('message', (order: TerminalOrder) => {
  if (order.kind === 'connect') terminal.start();
  else void beAway(order.days, order.trades).then(() => say({ kind: 'ready' }));
});
process.on('disconnect', () => process.exit());
say({ kind: 'ready' });
