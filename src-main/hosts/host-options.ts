import { Command, InvalidArgumentError, Option } from 'commander';
import { timeframes } from '#shared/market/timeframe.ts';
import { dataFolderPath } from '#main/wiring/data-folder-path.ts';
import type { SettingsWish } from '#main/wiring/settings.ts';
import { dataOption } from './data-option.ts';

export interface HostOptions {
  readonly folder: string;
  readonly port: number;
  readonly settings: SettingsWish;
  readonly launchesTerminal: boolean;
  readonly staysReducing: boolean;
}

interface Flags {
  readonly data?: string;
  readonly port: number;
  readonly terminal?: 'simulated' | 'mt5';
  readonly symbol?: string;
  readonly clock?: string;
  readonly timeframe?: NonNullable<SettingsWish['scenarioB']>['timeframe'];
  readonly seed?: number;
  readonly speed?: number;
  readonly history?: string;
  readonly historyClock?: string;
  readonly launchTerminal: boolean;
  readonly reducing: boolean;
}

/** What every host of the engine understands; flags outrank the environment and the data folder's settings. */
export function parseHostOptions(name: string, words: readonly string[]): HostOptions {
  const flags = new Command(name)
    .description('The engine of ATS Cockpit')
    .addOption(dataOption())
    .option('--port <port>', 'port of the window’s server on this computer; 0 lets the system choose', port, 0)
    .addOption(new Option('--terminal <kind>', 'which terminal to expect').choices(['simulated', 'mt5']))
    .option('--symbol <symbol>', 'the symbol that scenario B watches')
    .option('--clock <rule>', 'the rule of the terminal’s server clock: ny+7, eet, utc, utc+2:00')
    .addOption(new Option('--timeframe <timeframe>', 'the timeframe that scenario B decides on').choices(timeframes))
    .option('--seed <number>', 'seed of the simulated market', Number)
    .option('--speed <factor>', 'market seconds per second of the simulated terminal', Number)
    .option('--history <file>', 'M1 bars that the simulated terminal replays')
    .option('--history-clock <rule>', 'the clock of that file’s stamps')
    .option('--no-launch-terminal', 'expect a simulated terminal that somebody else starts')
    .option('--reducing', 'refuse entries until the trader signs', false)
    .parse([...words], { from: 'user' })
    .opts<Flags>();
  const { terminal, symbol, clock, timeframe, seed, speed, history, historyClock } = flags;
  return {
    folder: dataFolderPath(flags.data),
    port: flags.port,
    launchesTerminal: flags.launchTerminal,
    staysReducing: flags.reducing,
    settings: {
      terminal,
      symbol,
      clockRule: clock,
      ...(timeframe !== undefined && { scenarioB: { timeframe } }),
      simulation: { seed, speed, history, historyClock },
    },
  };
}

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535) throw new InvalidArgumentError('A port is 0 to 65535.');
  return value;
}
