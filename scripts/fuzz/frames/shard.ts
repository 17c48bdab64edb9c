import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fuzzInput, type FuzzInput } from './fuzz-input.ts';
import { judge, type Verdict } from './judge.ts';
import { randomOf } from './random.ts';
import { sessionPhases, type SessionPhase } from './session-phases.ts';
import type { Tally } from './tally.ts';
import { tryAdviser, type Probe } from './try-adviser.ts';
import { tryCodecs } from './try-codecs.ts';
import { trySession } from './try-session.ts';

export const targets = ['codecs', 'sessions', 'adviser'] as const;

export type Target = (typeof targets)[number];

/** The inputs `from` to before `to` of a seed. */
export interface ShardOrder {
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  /** The adviser's compiled decoder; null where there is no compiler. */
  readonly program: string | null;
}

export interface Finding extends Verdict {
  readonly target: Target;
  readonly index: number;
  /** The input, its chunks parted by a space. */
  readonly hex: string;
}

/** What became of some inputs, one after the other. */
export interface BatchReport {
  readonly inputs: number;
  readonly outcomes: Readonly<Record<Target, Tally>>;
  readonly findings: readonly Finding[];
  /** Memory of this thread that is still held after a collection. */
  readonly heldBytes: number;
  /** The most that the adviser's process was seen to hold; 0 where there is none. */
  readonly adviserMiB: number;
}

/** Where a shard is: told before each input, so that somebody else can see that it hangs. */
export type Progress = (at: { readonly index: number; readonly target: Target }) => void;

const batchInputs = 20_000;

export async function* runShard(order: ShardOrder, progress: Progress): AsyncGenerator<BatchReport> {
  const folder = await mkdtemp(join(tmpdir(), 'ats-fuzz-'));
  // Most inputs are refused by a throw of JSON.parse, and writing down where takes longer than the parsing.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    for (let from = order.from; from < order.to; from += batchInputs) {
      const to = Math.min(from + batchInputs, order.to);
      const probe = order.program === null ? null : { program: order.program, folder };
      yield await runBatch({ seed: order.seed, from, to, probe }, progress);
    }
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    await rm(folder, { recursive: true });
  }
}

async function runBatch(
  batch: { readonly seed: number; readonly from: number; readonly to: number; readonly probe: Probe | null },
  progress: Progress,
): Promise<BatchReport> {
  const { seed, from, to, probe } = batch;
  const outcomes = { codecs: {}, sessions: {}, adviser: {} };
  const findings: Finding[] = [];
  const streams: FuzzInput[] = [];
  for (let index = from; index < to; index++) {
    progress({ index, target: 'codecs' });
    const stream = codecInput(seed, index);
    const note = (target: Target, input: FuzzInput, verdict: Verdict | null): void => {
      if (verdict !== null) findings.push({ target, index, ...verdict, hex: hexOf(input) });
    };
    note(
      'codecs',
      stream,
      judge(() => tryCodecs(stream, outcomes.codecs), nowMs),
    );
    const { phase, input } = sessionInput(seed, index);
    note(
      'sessions',
      input,
      judge(() => trySession(phase, input, outcomes.sessions), nowMs),
    );
    if (probe !== null) streams.push(stream);
  }
  let adviserMiB = 0;
  if (probe !== null) {
    progress({ index: from, target: 'adviser' });
    const { problems, residentMiB } = await tryAdviser(probe, streams, outcomes.adviser);
    adviserMiB = residentMiB;
    for (const { index, ...verdict } of problems)
      findings.push({ target: 'adviser', index: from + index, ...verdict, hex: hexOf(streams[index] ?? []) });
  }
  return { inputs: to - from, outcomes, findings, heldBytes: heldBytes(), adviserMiB };
}

const nowMs = (): number => performance.now();

/** The stream that goes to the decoders. */
export const codecInput = (seed: number, index: number): FuzzInput =>
  fuzzInput(randomOf(seed, index), { from: phaseOf(index).order.from, firstSequence: 1 });

/** The same stream as a session would get it at some moment of its life. */
export function sessionInput(seed: number, index: number): { readonly phase: SessionPhase; readonly input: FuzzInput } {
  const phase = phaseOf(index);
  return { phase, input: fuzzInput(randomOf(seed, index), phase.order) };
}

function phaseOf(index: number): SessionPhase {
  const phase = sessionPhases[index % sessionPhases.length];
  if (phase === undefined) throw new Error('there are no phases');
  return phase;
}

export const hexOf = (input: FuzzInput): string => input.map((chunk) => Buffer.from(chunk).toString('hex')).join(' ');

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function heldBytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
