/**
 * A terminal with the compiled adviser, beside the thread that runs the cockpit, so that the cockpit may block without stopping the market. Told
 * by workerData; answers one message at a time.
 */
import { assert } from '#shared/base/assert.ts';
import { setInterval as every } from 'node:timers';
import { parentPort, workerData } from 'node:worker_threads';
import { demoAccount } from '../../../mql5/host-test/terminal/scripted-account.ts';
import { xauusd } from '../../../mql5/host-test/terminal/scripted-symbol.ts';
import { ScriptedTerminal } from '../../../mql5/host-test/terminal/scripted-terminal.ts';
import { startAdviser } from '../../../mql5/host-test/terminal/start-adviser.ts';
import { timeframe } from '../../../mql5/host-test/terminal/mql5-values.ts';
import { inProject } from '../../project-root.ts';
import { ticksFrom } from './sample-ticks.ts';
import { ticksPerBurst, burstPeriodMs, type AdviserWorkerData } from './adviser-under-load.ts';

const { folder, pipesFolder, token, timerMs } = workerData as AdviserWorkerData;
const port = parentPort;
assert(port !== null, 'this runs as a worker');

const terminal = await ScriptedTerminal.start({
  address: { kind: 'path', path: `${folder}/link.sock` },
  serverOffsetSeconds: 2 * 3600,
  account: { ...demoAccount, balance: 1_000_000 },
  symbols: [xauusd],
});
const quote = (): void => terminal.tick('XAUUSD', { bid: 2000, ask: 2000.2 });
quote();
const adviser = await startAdviser({
  terminal,
  program: inProject('mql5/Experts/ATS/AtsBridge.mq5'),
  inputs: { InpToken: token, InpTimerMs: timerMs },
  dataFolder: `${folder}/terminal`,
  pipesFolder,
  setup: { chart: { symbol: 'XAUUSD', timeframe: timeframe.PERIOD_M1 }, timerResolutionMs: timerMs },
});

let sent = 0;
let bursts: NodeJS.Timeout | null = null;
port.on('message', (asked: Ask) => void answer(asked));
port.postMessage({ kind: 'started' });

type Ask = 'quote' | 'trade' | 'flood' | 'calm' | 'statistics' | 'end';

async function answer(asked: Ask): Promise<void> {
  if (asked === 'quote') quote();
  if (asked === 'trade') terminal.trade({ symbol: 'XAUUSD', side: 'buy', volume: 10, stop: 1900 });
  if (asked === 'flood') bursts = every(flood, burstPeriodMs);
  if (asked === 'calm' && bursts !== null) clearInterval(bursts);
  if (asked === 'end') {
    await adviser.stop();
    await terminal.dispose();
  }
  const statistics = asked === 'statistics' ? await adviser.host.statistics() : null;
  port?.postMessage({ kind: asked, statistics, sent });
}

function flood(): void {
  for (const { bid, ask } of ticksFrom(sent, ticksPerBurst)) terminal.tick('XAUUSD', { bid, ask });
  sent += ticksPerBurst;
}
