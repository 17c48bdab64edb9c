import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { timeframes } from '#shared/market/timeframe.ts';
import { dataFolderPath } from '#main/wiring/data-folder-path.ts';
import type { SettingsWish } from '#main/wiring/settings.ts';
import { dataOption } from './data-option.ts';
import { numberIn } from './number-in.ts';

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
  readonly profile?: string;
  readonly timeframe?: NonNullable<SettingsWish['scenarioB']>['timeframe'];
  readonly seed?: number;
  readonly speed?: number;
  readonly history?: string;
  readonly historyClock?: string;
  readonly launchTerminal: boolean;
  readonly reducing: boolean;
}

/**
 * What every host of the engine understands; flags outrank the environment and the data folder's settings. REQUEST_INVALID for a flag that
 * is none; `--help` is answered, and ends the process.
 */
export function parseHostOptions(name: string, words: readonly string[]): Result<HostOptions, Fault> {
  try {
    const parsed = command(name).parse([...words], { from: 'user' });
    return ok(optionsOf(parsed.opts<Flags>()));
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) process.exit(0);
    const what = error.message.replace(/^error: /, '').replace(/\.$/, '');
    return err(fault('REQUEST_INVALID', `${what}. Nothing was started or changed; --help lists the flags.`));
  }
}

/** Says what is wrong by throwing alone: where the host has no terminal, nobody would read it. */
const command = (name: string): Command =>
  new Command(name)
    .description('The engine of ATS Cockpit')
    .addOption(dataOption())
    .option('--port <port>', 'port of the window’s server on this computer; 0 lets the system choose', port, 0)
    .addOption(new Option('--terminal <kind>', 'which terminal to expect').choices(['simulated', 'mt5']))
    .option('--symbol <symbol>', 'the symbol that scenario B watches')
    .option('--clock <rule>', 'the rule of the terminal’s server clock: ny+7, eet, utc, utc+2:00')
    .option('--profile <name>', 'the terminal profile of the settings to use; its clock rule outranks --clock')
    .addOption(new Option('--timeframe <timeframe>', 'the timeframe that scenario B decides on').choices(timeframes))
    .option('--seed <number>', 'seed of the simulated market', numberIn)
    .option('--speed <factor>', 'market seconds per second of the simulated terminal', numberIn)
    .option('--history <file>', 'M1 bars that the simulated terminal replays')
    .option('--history-clock <rule>', 'the clock of that file’s stamps')
    .option('--no-launch-terminal', 'expect a simulated terminal that somebody else starts')
    .option('--reducing', 'refuse entries until the trader signs', false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });

function optionsOf(flags: Flags): HostOptions {
  const { terminal, symbol, clock, profile, timeframe, seed, speed, history, historyClock } = flags;
  return {
    folder: dataFolderPath(flags.data),
    port: flags.port,
    launchesTerminal: flags.launchTerminal,
    staysReducing: flags.reducing,
    settings: {
      terminal,
      symbol,
      clockRule: clock,
      profile,
      ...(timeframe !== undefined && { scenarioB: { timeframe } }),
      simulation: { seed, speed, history, historyClock },
    },
  };
}

function port(text: string): number {
  const value = numberIn(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535) throw new InvalidArgumentError('A port is 0 to 65535.');
  return value;
}
