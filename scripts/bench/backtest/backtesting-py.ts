import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { ReferenceTerms } from '#main/testkit/reference-backtest.ts';
import type { SyntheticBars } from '#main/testkit/synthetic-market.ts';
import { inProject } from '../../project-root.ts';
import { runStep } from '../../real-parts/run-step.ts';

const pin = 'backtesting==0.6.6';
const folder = inProject('.cache/backtesting-py');
const mark = path.join(folder, 'pin');
const python =
  process.platform === 'win32' ? path.join(folder, 'Scripts', 'python.exe') : path.join(folder, 'bin', 'python3');
const stepMsMax = 5 * 60_000;

/** What the other program came to on the same bars; absent where it could not be installed. */
export type OtherRun =
  | { readonly kind: 'ran'; readonly barsPerSecond: number; readonly trades: number; readonly finalEquity: number }
  | { readonly kind: 'absent'; readonly reason: string };

/** Runs the rules in backtesting.py, in a virtual environment of its own that the first call makes. */
export async function runBacktestingPy(bars: SyntheticBars, terms: ReferenceTerms): Promise<OtherRun> {
  const failed = await install();
  if (failed !== null) return { kind: 'absent', reason: failed };
  const work = mkdtempSync(path.join(tmpdir(), 'ats-bench-'));
  try {
    const file = path.join(work, 'bars.f64');
    writeFileSync(file, new Uint8Array(columnsOf(bars).buffer));
    const words = [inProject('scripts/bench/backtest/donchian.py'), file, JSON.stringify(termsOf(bars, terms))];
    const { stdout } = await promisify(execFile)(python, words, { timeout: stepMsMax });
    const ran = JSON.parse(stdout) as { readonly seconds: number; readonly trades: number; readonly equity: number };
    return {
      kind: 'ran',
      barsPerSecond: bars.length / ran.seconds,
      trades: ran.trades,
      finalEquity: ran.equity,
    };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function install(): Promise<string | null> {
  if (existsSync(mark) && readFileSync(mark, 'utf8') === pin) return null;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.dirname(folder), { recursive: true });
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', pin];
  const system = process.platform === 'win32' ? 'python' : 'python3';
  const failed = (await runStep(system, ['-m', 'venv', folder], stepMsMax)) ?? (await runStep(python, pip, stepMsMax));
  if (failed === null) writeFileSync(mark, pin);
  return failed;
}

function columnsOf({ length, open, high, low, close }: SyntheticBars): Float64Array {
  const columns = new Float64Array(4 * length);
  for (const [index, column] of [open, high, low, close].entries()) columns.set(column, index * length);
  return columns;
}

/** It knows one spread for all bars, and whole units: one is the smallest volume here, worth a money per price of its own. */
function termsOf({ length, spread }: SyntheticBars, terms: ReferenceTerms): Readonly<Record<string, number>> {
  const { entryBars, exitBars, atrBars, stopAtr, riskRatio, balance } = terms;
  const { tickValue, tickSize, volumeStep, commissionPerLotSide } = terms.instrument;
  const moneyPerPrice = (tickValue / tickSize) * volumeStep;
  return {
    ...{ entryBars, exitBars, atrBars, stopAtr, riskRatio },
    balance: balance / moneyPerPrice,
    spread: spread.reduce((sum, it) => sum + it, 0) / length,
    commissionPerUnit: (commissionPerLotSide * volumeStep) / moneyPerPrice,
    marginRatio: 0.01,
  };
}
