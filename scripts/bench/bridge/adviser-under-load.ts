import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { assert } from '#shared/base/assert.ts';
import { lots } from '#shared/units/lots.ts';
import type { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { runtimeFolder } from '#main/wiring/runtime-folder.ts';
import { settingsSchema } from '#main/wiring/settings.ts';
import { startRecordingCockpit, type RecordingCockpit } from './recording-cockpit.ts';

export interface AdviserWorkerData {
  readonly folder: string;
  readonly pipesFolder: string;
  readonly token: string;
  readonly timerMs: number;
}

export const burstPeriodMs = 10;

/** Of gold in a hurry: two thousand ticks a second. */
export const ticksPerBurst = 20;

type Logger = ReturnType<typeof createRecordingLogger>['logger'];

const timerMs = 10;

const approvals = 200;

const blockedMs = 4_000;

export interface AdviserFigures {
  /** From the trader's word to the adviser's, journals of both sides included. */
  readonly approvalsMs: readonly number[];
  readonly longestHandlerMs: number;
  readonly writesThatWouldBlock: number;
  readonly unacknowledgedMax: number;
}

/** The compiled adviser with a timer of 10 ms against the engine: orders one after the other, and then a flood while the engine stands still. */
export async function measureAdviser(folder: string): Promise<AdviserFigures> {
  const journal = new AcknowledgementWatch();
  const settings = settingsSchema.parse({ terminal: 'mt5', clockRule: 'utc+2:00' });
  await using cockpit = await startRecordingCockpit(path.join(folder, 'cockpit'), settings, journal.logger);
  await using terminal = await startTerminal(path.join(folder, 'terminal'), cockpit.token);
  await connected(cockpit);
  const approvalsMs = await closePiecewise(cockpit, terminal, journal);
  await terminal.ask('flood');
  await sleep(500);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, blockedMs);
  await sleep(1_000);
  await terminal.ask('calm');
  const { statistics } = await terminal.ask('statistics');
  assert(statistics !== null, 'the host counts');
  return {
    approvalsMs,
    longestHandlerMs: statistics.longestHandlerUs / 1000,
    writesThatWouldBlock: statistics.writesThatWouldBlock,
    unacknowledgedMax: statistics.unacknowledgedMax,
  };
}

/** A position by hand, closed in small parts: each is a whole order, from the trader's word to a deal. */
async function closePiecewise(
  { engine }: RecordingCockpit,
  terminal: Terminal,
  journal: AcknowledgementWatch,
): Promise<readonly number[]> {
  await terminal.ask('trade');
  await until(() => engine.snapshot().positions.length === 1);
  const took: number[] = [];
  for (let done = 0; done < approvals; done++) {
    const [position] = engine.snapshot().positions;
    assert(position !== undefined, 'the position is larger than all its parts');
    const { positionId } = position;
    const acknowledged = journal.next();
    const askedAtMs = performance.now();
    const answer = await engine.command({ kind: 'closePosition', positionId, volume: lots(0.01) }, 'window');
    assert(answer.ok, () => JSON.stringify(answer));
    took.push((await acknowledged) - askedAtMs);
    // The next one comes at no fixed moment of the adviser's timer.
    await sleep((done * 7) % 23);
    await until(() => engine.snapshot().orders[0]?.status === 'filled');
    await terminal.ask('quote');
  }
  return took;
}

/** Hears by the log when the adviser says that an order is in its journal. */
class AcknowledgementWatch {
  #heard: (atMs: number) => void = () => undefined;
  readonly logger: Logger = {
    debug: (message) => {
      if (message === 'the adviser has the order') this.#heard(performance.now());
    },
    info: () => undefined,
    warn: () => undefined,
    error: (message, error) => {
      throw new Error(message, { cause: error });
    },
    child: () => this.logger,
  };

  next(): Promise<number> {
    return new Promise((resolve) => (this.#heard = resolve));
  }
}

type Ask = 'quote' | 'trade' | 'flood' | 'calm' | 'statistics' | 'end';

interface Answer {
  readonly statistics: {
    readonly longestHandlerUs: number;
    readonly writesThatWouldBlock: number;
    readonly unacknowledgedMax: number;
  } | null;
}

interface Terminal extends AsyncDisposable {
  readonly ask: (what: Ask) => Promise<Answer>;
}

async function startTerminal(folder: string, token: string): Promise<Terminal> {
  mkdirSync(folder, { recursive: true });
  const workerData: AdviserWorkerData = { folder, pipesFolder: runtimeFolder(), token, timerMs };
  const worker = new Worker(new URL('./adviser-worker.ts', import.meta.url), { workerData });
  const failed = once(worker, 'error').then(([error]) => {
    throw error;
  });
  const answered = async (): Promise<Answer> => {
    const [message] = (await Promise.race([once(worker, 'message'), failed])) as [Answer];
    return message;
  };
  await answered();
  const ask = (what: Ask): Promise<Answer> => {
    worker.postMessage(what);
    return answered();
  };
  return {
    ask,
    [Symbol.asyncDispose]: async () => {
      await ask('end');
      await worker.terminate();
    },
  };
}

const connected = ({ engine }: RecordingCockpit): Promise<void> =>
  until(() => engine.snapshot().tradingState.state === 'active');

async function until(isReached: () => boolean): Promise<void> {
  const deadlineMs = performance.now() + 30_000;
  while (!isReached()) {
    assert(performance.now() < deadlineMs, 'the adviser and the engine get on within half a minute');
    await sleep(1);
  }
}
