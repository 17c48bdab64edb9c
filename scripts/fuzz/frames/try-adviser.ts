import { acceptedJson } from '../../../mql5/host-test/link/json-acceptance.ts';
import { frameBytesMax } from '#main/protocol/frame-header.ts';
import { cutStream } from './cut-stream.ts';
import { runFrameProbe, type ProbeAnswer, type ProbeRun } from './frame-probe.ts';
import type { FuzzInput } from './fuzz-input.ts';
import { count, type Tally } from './tally.ts';

export interface AdviserProblem {
  /** Which of the streams. */
  readonly index: number;
  readonly kind: 'crash' | 'hang';
  readonly what: string;
}

export interface Probe {
  readonly program: string;
  /** A folder that nobody else uses. */
  readonly folder: string;
}

/** What the adviser's reader may hold back: a frame that is not whole, and the chunk behind it. */
const keptBytesMax = 2 * frameBytesMax;

const msMaxOf = (streams: number): number => 10_000 + streams;

export interface AdviserReport {
  readonly problems: readonly AdviserProblem[];
  /** The most memory that the process was seen to hold. */
  readonly residentMiB: number;
}

/** The adviser's compiled decoder and JSON reader beside the cockpit's: they must agree on every stream. */
export async function tryAdviser(probe: Probe, streams: readonly FuzzInput[], tally: Tally): Promise<AdviserReport> {
  const run = await runFrameProbe(probe.program, { folder: probe.folder, streams, msMax: msMaxOf(streams.length) });
  if (run.kind !== 'answered') return { problems: await narrowDown(probe, streams, run), residentMiB: 0 };
  const problems: AdviserProblem[] = [];
  for (const [index, answer] of run.answers.entries()) {
    const expected = expectedOf(streams[index] ?? []);
    const { keptMax, ...said } = answer;
    count(tally, answer.fault || 'unbroken');
    count(tally, 'texts', answer.texts);
    const [ours, theirs] = [JSON.stringify(expected), JSON.stringify(said)];
    if (ours !== theirs)
      problems.push({ index, kind: 'crash', what: `the cockpit reads ${ours}, the adviser ${theirs}` });
    if (keptMax > keptBytesMax) problems.push({ index, kind: 'crash', what: `the adviser keeps ${keptMax} bytes` });
  }
  return { problems, residentMiB: run.residentMiB };
}

function expectedOf(input: FuzzInput): Omit<ProbeAnswer, 'keptMax'> {
  let texts = 0;
  const { frames, payloadBytes, fault } = cutStream(input, ({ payload }) => {
    if (acceptedJson(payload) !== undefined) texts += 1;
  });
  return { frames, payloadBytes, texts, fault };
}

/** The one stream that a process did not survive, or all of them where none does it alone. */
async function narrowDown(
  probe: Probe,
  streams: readonly FuzzInput[],
  run: Exclude<ProbeRun, { kind: 'answered' }>,
): Promise<AdviserProblem[]> {
  const kind = run.kind === 'hung' ? 'hang' : 'crash';
  const what = run.kind === 'hung' ? 'the adviser does not end' : `the adviser ended by itself: ${run.why}`;
  let [from, to] = [0, streams.length];
  while (to - from > 1) {
    const middle = (from + to) >> 1;
    const half = streams.slice(from, middle);
    const { kind: outcome } = await runFrameProbe(probe.program, {
      folder: probe.folder,
      streams: half,
      msMax: msMaxOf(half.length),
    });
    if (outcome === 'answered') from = middle;
    else to = middle;
  }
  return [{ index: from, kind, what }];
}
