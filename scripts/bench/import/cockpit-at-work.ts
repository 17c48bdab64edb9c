import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { assert } from '#shared/base/assert.ts';
import { lots } from '#shared/units/lots.ts';
import { askEngine } from '#main/wiring/ask-engine.ts';
import { runCockpit, type RunningCockpit } from '#main/wiring/run-cockpit.ts';

const symbol = 'XAUUSD';
const patienceMs = 30_000;
/** The traders of this benchmark never stop, but even they wait for a price. */
const pauseBetweenOrdersMs = 20;

/** The whole cockpit in this process, with a terminal in a thread beside it and a position that can be closed in small parts. */
export interface CockpitAtWork extends AsyncDisposable {
  /** Runs something while orders go back and forth, and tells how they and the engine's loop fared. */
  readonly during: <T>(work: () => Promise<T>) => Promise<{ readonly result: T; readonly fared: Fared }>;
}

export interface Fared {
  /** From the trader's word until the engine has the deal in its log. */
  readonly roundTripsMs: readonly number[];
  readonly loopLagP99Ms: number;
  readonly loopLagMaxMs: number;
}

export async function startCockpitAtWork(folder: string): Promise<CockpitAtWork> {
  await using opening = new AsyncDisposableStack();
  const rendererFolder = path.join(folder, 'window');
  mkdirSync(rendererFolder, { recursive: true });
  writeFileSync(path.join(rendererFolder, 'index.html'), '<!doctype html>');
  const data = path.join(folder, 'cockpit');
  const running = await runCockpit({
    ...{ folder: data, rendererFolder, settings: {}, port: 0, launchesTerminal: false, staysReducing: false },
    launcher: {
      launch: () => {
        throw new Error('the terminal is a thread here');
      },
    },
    onFailed: () => {
      throw new Error('the engine failed');
    },
  });
  assert(running.ok, () => JSON.stringify(running));
  const { cockpit } = opening.use(running.value);
  const terminal = new Worker(new URL('./terminal-worker.ts', import.meta.url), {
    workerData: { dataFolder: data, symbol },
  });
  opening.defer(async () => {
    terminal.postMessage('end');
    await once(terminal, 'message');
    await terminal.terminate();
  });
  await once(terminal, 'message');
  await until(() => cockpit.snapshot().tradingState.state === 'active' && cockpit.snapshot().quotes.length > 0);
  terminal.postMessage('trade');
  await until(() => cockpit.snapshot().positions.length === 1);
  await inStep(data);
  const held = opening.move();
  return {
    during: async (work) => {
      const { lag, trading, stop } = observe(cockpit);
      const result = await work();
      stop();
      return { result, fared: { ...lag(), roundTripsMs: await trading } };
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

type Cockpit = RunningCockpit['cockpit'];

function observe(cockpit: Cockpit) {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  let isOver = false;
  delays.enable();
  const trading = closePiecewise(cockpit, () => isOver);
  return {
    trading,
    lag: () => ({ loopLagP99Ms: delays.percentile(99) / 1e6, loopLagMaxMs: delays.max / 1e6 }),
    stop: () => {
      isOver = true;
      delays.disable();
    },
  };
}

/** A hundredth of a lot after the other: each is a whole order, from the trader's word to a deal. */
async function closePiecewise(cockpit: Cockpit, isOver: () => boolean): Promise<readonly number[]> {
  const took: number[] = [];
  while (!isOver()) {
    const [position] = cockpit.snapshot().positions;
    assert(position !== undefined, 'the position is larger than all its parts');
    const filled = nextFill(cockpit);
    const askedMs = performance.now();
    const { positionId } = position;
    const answer = await cockpit.command({ kind: 'closePosition', positionId, volume: lots(0.01) }, 'window');
    assert(answer.ok, () => JSON.stringify(answer));
    took.push((await filled) - askedMs);
    await sleep(pauseBetweenOrdersMs);
  }
  return took;
}

function nextFill(cockpit: Cockpit): Promise<number> {
  return new Promise((resolve) => {
    const subscription = cockpit.subscribe((delta) => {
      if (delta.kind !== 'orderChanged' || delta.order.status !== 'filled') return;
      subscription[Symbol.dispose]();
      resolve(performance.now());
    });
  });
}

/** What the terminal knows is stored: the past that it brings at the start is another matter. */
async function inStep(data: string): Promise<void> {
  const deadlineMs = performance.now() + patienceMs;
  for (;;) {
    const health = await askEngine(data, (client) => client.sync.health());
    if (health.ok && health.value?.streams.every(({ phase }) => phase === 'live') === true) return;
    assert(performance.now() < deadlineMs, 'the cockpit has all of the terminal within half a minute');
    await sleep(100);
  }
}

async function until(isReached: () => boolean): Promise<void> {
  const deadlineMs = performance.now() + patienceMs;
  while (!isReached()) {
    assert(performance.now() < deadlineMs, 'cockpit and terminal get on within half a minute');
    await sleep(2);
  }
}
