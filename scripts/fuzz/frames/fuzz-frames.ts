import { availableParallelism } from 'node:os';
import { buildFrameProbe } from './frame-probe.ts';
import { type BatchReport, type Finding, type ShardOrder, type Target } from './shard.ts';
import { addTally, type Tally } from './tally.ts';
import { watchShard } from './watch-shard.ts';

export interface FuzzOrder {
  readonly seed: number;
  /** Inputs, each for every target. */
  readonly count: number;
}

export interface FuzzReport extends FuzzOrder {
  readonly crashes: number;
  readonly hangs: number;
  readonly perTarget: Readonly<Record<Target, TargetReport>>;
  /** The most that a thread held at its end beyond what it held after its first inputs. */
  readonly growthMiB: number;
  /** The most that a process of the adviser's decoder held. */
  readonly adviserMiB: number;
  readonly seconds: number;
  readonly findings: readonly Finding[];
  readonly ok: boolean;
}

export type TargetReport =
  | { readonly inputs: number; readonly crashes: number; readonly hangs: number; readonly outcomes: Tally }
  | { readonly skipped: string };

const growthMiBMax = 16;

const adviserMiBMax = 64;

/** Random, mutated, truncated and cut streams against the decoders, codecs and sessions of the wire. */
export async function fuzzFrames(
  { seed, count }: FuzzOrder,
  onProgress: (inputs: number) => void,
): Promise<FuzzReport> {
  const startMs = performance.now();
  const probe = await buildFrameProbe();
  const program = probe.kind === 'built' ? probe.path : null;
  let inputs = 0;
  const batches: BatchReport[][] = [];
  const hangs = await Promise.all(
    shardsOf({ seed, count, program }).map((shard, at) => {
      const mine: BatchReport[] = (batches[at] = []);
      return watchShard(shard, (batch) => {
        mine.push(batch);
        onProgress((inputs += batch.inputs));
      });
    }),
  );
  const findings = [...batches.flat().flatMap((batch) => batch.findings), ...hangs.flat()];
  const reportOf = (target: Target): TargetReport => {
    if (target === 'adviser' && probe.kind === 'skipped') return { skipped: probe.why };
    return {
      inputs,
      ...countFindings(findings.filter((it) => it.target === target)),
      outcomes: outcomesOf(batches.flat(), target),
    };
  };
  const growthMiB = Math.max(0, ...batches.map(growthOf));
  const adviserMiB = Math.max(0, ...batches.flat().map((batch) => batch.adviserMiB));
  return {
    seed,
    count,
    ...countFindings(findings),
    perTarget: { codecs: reportOf('codecs'), sessions: reportOf('sessions'), adviser: reportOf('adviser') },
    growthMiB: rounded(growthMiB),
    adviserMiB: rounded(adviserMiB),
    seconds: rounded((performance.now() - startMs) / 1000),
    findings,
    ok: findings.length === 0 && inputs === count && growthMiB <= growthMiBMax && adviserMiB <= adviserMiBMax,
  };
}

const rounded = (value: number): number => Number(value.toFixed(1));

/** As many threads as the machine has processors. */
function shardsOf({ seed, count, program }: FuzzOrder & { readonly program: string | null }): ShardOrder[] {
  const threads = Math.min(threadsMax, availableParallelism());
  const bounds = Array.from({ length: threads + 1 }, (_, at) => Math.round((count * at) / threads));
  return bounds.slice(0, -1).map((from, at) => ({ seed, from, to: bounds[at + 1] ?? count, program }));
}

const threadsMax = 8;

const countFindings = (findings: readonly Finding[]): { readonly crashes: number; readonly hangs: number } => ({
  crashes: findings.filter(({ kind }) => kind === 'crash').length,
  hangs: findings.filter(({ kind }) => kind === 'hang').length,
});

function outcomesOf(batches: readonly BatchReport[], target: Target): Tally {
  const outcomes: Tally = {};
  for (const batch of batches) addTally(outcomes, batch.outcomes[target]);
  return outcomes;
}

/** A thread's code is warm after its first batch. */
function growthOf(batches: readonly BatchReport[]): number {
  const [first, last] = [batches.at(0)?.heldBytes ?? 0, batches.at(-1)?.heldBytes ?? 0];
  return (last - first) / 2 ** 20;
}
