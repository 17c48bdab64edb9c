import { durationMs, secondsToMs } from '#shared/units/duration-ms.ts';
import type { ChildProcess, Launcher } from '#main/ports/launcher.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { Timers } from '#main/ports/timers.ts';
import type { DataFolder } from '#main/stores/data-folder/data-folder.ts';
import { watchedSymbols, type Settings } from './settings.ts';
import { simulatedTerminalFolder } from './simulate-for-cockpit.ts';
import { terminalProfileOf } from './terminal-profile-of.ts';
import { isSimulatedSymbol, walkSeed } from './symbol-wish.ts';

const restartDelayMin = secondsToMs(0.5);
const restartDelayMax = secondsToMs(30);

/** A terminal that has lived so long was well: the next time it dies it is started again at once. */
const wellAfter = secondsToMs(60);

/** Starts the simulated terminal and starts it again when it dies; it takes up its own market and account where it left them. */
export class SimulatedTerminalKeeper implements Disposable {
  readonly #launch: () => ChildProcess;
  readonly #timers: Timers;
  readonly #logger: Logger;
  #child: ChildProcess | null = null;
  #restart: Disposable | null = null;
  #well: Disposable | null = null;
  #delay = restartDelayMin;
  #isDisposed = false;

  constructor({
    folder,
    settings,
    token,
    launcher,
    timers,
    logger,
  }: {
    readonly folder: DataFolder;
    readonly settings: Settings;
    readonly token: string;
    readonly launcher: Launcher;
    readonly timers: Timers;
    readonly logger: Logger;
  }) {
    this.#timers = timers;
    this.#logger = logger;
    this.#launch = () =>
      launcher.launch({
        entry: 'simulatedTerminal',
        arguments: terminalArguments(simulatedTerminalFolder(folder.path), settings),
        secrets: { ATS_PAIRING_TOKEN: token },
      });
    this.#start();
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  [Symbol.dispose](): void {
    this.#isDisposed = true;
    this.#restart?.[Symbol.dispose]();
    this.#well?.[Symbol.dispose]();
    this.#child?.[Symbol.dispose]();
  }

  #start(): void {
    const child = this.#launch();
    this.#child = child;
    this.#well = this.#timers.after(wellAfter, () => {
      this.#delay = restartDelayMin;
    });
    child.onExit((code) => {
      this.#child = null;
      this.#well?.[Symbol.dispose]();
      if (this.#isDisposed) return;
      this.#logger.warn('the simulated terminal ended and is started again', { code, delayMs: this.#delay });
      this.#restart = this.#timers.after(this.#delay, () => {
        this.#start();
      });
      this.#delay = durationMs(Math.min(this.#delay * 2, restartDelayMax));
    });
  }
}

function terminalArguments(folder: string, settings: Settings): readonly string[] {
  const { symbol, simulation } = settings;
  const { seed, speed, history, historyClock, historyDays } = simulation;
  const replayed = history === null ? [] : ['--history', history, '--history-clock', historyClock];
  const further = furtherSymbols(settings).flatMap((wish) => ['--also', JSON.stringify(wish)]);
  return [
    '--data',
    folder,
    '--symbol',
    symbol,
    '--clock',
    terminalProfileOf(settings).clockRule,
    '--seed',
    String(walkSeed(symbol, seed)),
    '--speed',
    String(speed),
    '--history-days',
    String(historyDays),
    ...replayed,
    ...further,
  ];
}

/** All that is watched and known to the simulation, and all that is wished for; each with its seed, so that it does not hang on the traded one. */
function furtherSymbols(settings: Settings): readonly Settings['simulation']['symbols'][number][] {
  const { symbols, seed } = settings.simulation;
  const named = new Set(symbols.map((wish) => wish.symbol));
  const watched = watchedSymbols(settings).filter((it) => it !== settings.symbol && !named.has(it));
  const known = watched.filter(isSimulatedSymbol).map((symbol) => ({ ...usualSymbol, symbol }));
  return [...symbols, ...known].map((wish) => ({
    ...wish,
    seed: wish.seed ?? walkSeed(wish.like ?? wish.symbol, seed),
  }));
}

const usualSymbol = { like: null, formerly: null, seed: null, history: null, historyClock: 'utc', terms: {} } as const;
