import { timeframe } from './mql5-values.ts';

/** The hostile things that a host can do to its program; see `shim/host/faults.h` for what each means. */
export type HostFault =
  | 'shortRead'
  | 'laggingFileSize'
  | 'failFileOpen'
  | 'failPipeWrite'
  | 'failFileWrite'
  | 'failFileFlush'
  | 'failFileMove'
  | 'copyTicksError'
  | 'copyRatesError'
  | 'notSynchronized'
  | 'orderSendFalse'
  | 'orderCheckFalse'
  | 'slowCall'
  | 'calendarError';

export interface FaultOrder {
  readonly fault: HostFault;
  /** How often; 0 ends it. */
  readonly times: number | 'always';
  /** An error code, a retcode, milliseconds or bytes, as the fault wants; 0 is its usual one. */
  readonly argument?: number;
  /** A part of the name of the file or symbol that it is about. */
  readonly about?: string;
}

/** A place to die at: the nth port call of that name (`*` for any) whose subject contains the text, counted from the order on. */
export interface Death {
  readonly when: 'before' | 'after';
  readonly call: string;
  readonly subject?: string;
  readonly nth: number;
}

/** How one host is set up before its program starts. */
export interface HostSetup {
  readonly chart?: { readonly symbol: string; readonly timeframe: number };
  /** Windows' usual is 15.6 ms; 1 switches rounding off. */
  readonly timerResolutionMs?: number;
  /** Error of the PC's clock in real time. */
  readonly clockErrorMs?: number;
  readonly faults?: readonly FaultOrder[];
  readonly death?: Death;
  readonly tracesPortCalls?: boolean;
  /** MT5 keeps 1024 transactions for a program that does not get to them. */
  readonly transactionsMax?: number;
  readonly program?: Readonly<Record<string, string | number>>;
}

export const faultLine = ({ fault, times, argument, about }: FaultOrder): readonly string[] => [
  ...['FAULT', fault, String(times === 'always' ? -1 : times), String(argument ?? 0), about ?? ''],
];

export const deathLine = ({ when, call, subject, nth }: Death): readonly string[] => [
  'DIE',
  when,
  call,
  subject ?? '',
  String(nth),
];

/** Lines of the setup that stand before START. */
export function* setupLines(setup: HostSetup): Generator<readonly string[]> {
  const program = { MQL_TRADE_ALLOWED: 1, MQL_PROGRAM_NAME: 'scripted', MQL_TESTER: 0, ...setup.program };
  yield ['PROGRAM', ...Object.entries(program).map(([name, value]) => `${name}=${value}`)];
  const chart = setup.chart ?? { symbol: 'EURUSD', timeframe: timeframe.PERIOD_M1 };
  yield ['CHART', chart.symbol, String(chart.timeframe)];
  for (const fault of setup.faults ?? []) yield faultLine(fault);
  if (setup.transactionsMax !== undefined) yield ['TRANSACTIONS_MAX', String(setup.transactionsMax)];
  if (setup.tracesPortCalls === true) yield ['TRACE_PORT_CALLS', '1'];
  if (setup.death !== undefined) yield deathLine(setup.death);
}
