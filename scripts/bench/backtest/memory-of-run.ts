/** `node memory-of-run.ts BARS`: plays the breakout once in a process of its own and prints what memory it took beyond the columns. */
import { readFileSync } from 'node:fs';
import { donchianPlan } from '#main/testkit/synthetic-plans.ts';
import { simulateInMemory } from '#main/wiring/run-in-memory.ts';
import { donchianMinutes, donchianTerms } from './plans.ts';

export interface MemoryOfRun {
  readonly beyondMiB: number;
  readonly trades: number;
}

const mebibyte = 2 ** 20;
/** Both channels, high and low, and the ATR. */
const featureColumns = 5;

const count = Number(process.argv[2]);
const { plan, markets } = donchianPlan(donchianMinutes(count), donchianTerms);
const beforeMiB = process.memoryUsage().rss / mebibyte;
const { trades } = simulateInMemory(plan, markets);
const peakMiB = peakKiB() / 1024;
const columnsMiB = (featureColumns * 8 * count) / mebibyte;
const used: MemoryOfRun = { beyondMiB: peakMiB - beforeMiB - columnsMiB, trades: trades.length };
process.stdout.write(JSON.stringify(used));

/** The system's own count, where there is one, is of this program alone: what Node tells begins with what the process was forked from. */
function peakKiB(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
  return Number(/VmHWM:\s*(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
}
