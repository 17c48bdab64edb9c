import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { Cockpit } from '#main/ports/cockpit.ts';
import { replaySource } from '#main/simulation/market/replay-source.ts';
import { simulatedInstrument, withSessions } from '#main/simulation/simulated-instrument.ts';
import { AdvancingMarketClock } from '#main/sync/advancing-market-clock.ts';
import { createEngine } from './create-engine.ts';
import { derivedMachine } from './derived-machine.ts';
import { feedEngine } from './feed-engine.ts';
import { recordMarket } from './record-market.ts';
import { noReplay } from './no-replay.ts';
import { openDataFolder } from './open-data-folder.ts';
import { programVersion } from './program-version.ts';
import { nothingToPlay, readHistory, type History } from './read-history.ts';
import { RecordedTerminal } from './recorded-terminal.ts';
import type { Settings } from './settings.ts';
import { terminalProfileOf } from './terminal-profile-of.ts';

export interface BacktestOptions {
  /** Of this run alone: its ledger is the run's record. */
  readonly folder: string;
  readonly settings: Settings;
  readonly history: History;
  /** The first minute that is played; null plays from the first bar. */
  readonly startUtcMs: UtcMs | null;
  readonly balance: number;
}

/** The engine over a recording, one minute at a time. Disposing ends the run and leaves its folder. */
export interface Backtest extends AsyncDisposable {
  readonly cockpit: Cockpit;
  /** All that follows from the minute has happened and is committed when it returns; false where the recording has ended. */
  readonly playMinute: () => boolean;
}

/**
 * The engine of live and paper, in this process and in no time but the recording's: the same recording and settings give the same log. Its
 * account approves itself. DATA_FOLDER_UNUSABLE for a folder that holds a ledger already, and whatever is wrong with recording or symbol.
 */
export async function wireBacktest(options: BacktestOptions): Promise<Result<Backtest, Fault>> {
  const { settings, history, balance } = options;
  const simulated = simulatedInstrument(settings.symbol);
  if (!simulated.ok) return simulated;
  const recorded = await readHistory(history, settings.symbol);
  if (!recorded.ok) return recorded;
  const { name, bars, firstUtcMs, lastUtcMs } = recorded.value;
  const startUtcMs = options.startUtcMs ?? firstUtcMs;
  if (startUtcMs > lastUtcMs) return err(nothingToPlay(startUtcMs));
  const clock = brokerClock(terminalProfileOf(settings).clockRule);
  const { instrument, spreadPointsUsual } = withSessions(simulated.value, clock, startUtcMs);
  const source = replaySource({ name, bars, instrument, spreadPointsDefault: spreadPointsUsual });

  await using opening = new AsyncDisposableStack();
  const marketClock = new AdvancingMarketClock();
  const machine = derivedMachine({ marketClock, startUtcMs, seed: name });
  const opened = await openDataFolder(options.folder, 'backtest', { machine, marketClock });
  if (!opened.ok) return opened;
  const { stores, logger } = opening.use(opened.value);
  if (stores.ledger.log.readAfter(0)[Symbol.iterator]().next().done !== true) return err(folderUsed(options.folder));

  const terminal = new RecordedTerminal({
    account: { server: 'ATS-Backtest', login: '90000000', tradeMode: 'simulated' },
    ...{ balance, instrument, source, startUtcMs, logger },
    brokerClock: clock,
    build: `backtest ${programVersion}`,
    version: programVersion,
  });
  const parts = { stores, settings, logger, onFailed: thrownAnyway, staysReducing: false };
  const way = { machine, gateway: terminal, replay: noReplay, approver: 'simulation' } as const;
  const engine = opening.use(createEngine(parts, way));
  opening.use(feedEngine({ feed: terminal, engine, hear: recordMarket({ ...parts, machine }) }));
  engine.start();
  terminal.open();
  const running = opening.move();
  return ok({
    cockpit: engine,
    playMinute: () => {
      const wasPlayed = terminal.playMinute();
      machine.runDueTimers();
      return wasPlayed;
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  });
}

/** Whoever plays the minute gets the error itself. */
const thrownAnyway = (): void => undefined;

const folderUsed = (folder: string): Fault =>
  fault(
    'DATA_FOLDER_UNUSABLE',
    `${folder} holds a ledger already, and a backtest begins with an empty one. Nothing was changed. Give the run a folder of its own.`,
    { folder },
  );
