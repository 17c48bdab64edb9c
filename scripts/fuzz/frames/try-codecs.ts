import { decodeMessage } from '#main/protocol/message.ts';
import { cutStream } from './cut-stream.ts';
import type { FuzzInput } from './fuzz-input.ts';
import { count, type Tally } from './tally.ts';

const streamFaults: ReadonlySet<string> = new Set(['', 'FRAME_LENGTH', 'FRAME_VERSION', 'FRAME_SEQUENCE']);

const messageFaults: ReadonlySet<string> = new Set(['FRAME_TYPE', 'FRAME_PAYLOAD']);

/** The decoder and the codecs of all messages, as the stream comes and in one piece. Answers what is wrong with the outcome, or null. */
export function tryCodecs(input: FuzzInput, tally: Tally): string | null {
  let problem: string | null = null;
  const inChunks = cutStream(input, (frame) => {
    const message = decodeMessage(frame);
    const outcome = message.ok ? message.value.kind : message.error.code;
    if (!message.ok && !messageFaults.has(outcome)) problem = `a payload ends in ${outcome}`;
    count(tally, outcome);
  });
  count(tally, inChunks.fault || 'unbroken');
  if (!streamFaults.has(inChunks.fault)) return `a stream ends in ${inChunks.fault}`;
  const [said, inOnePiece] = [inChunks, cutStream([joined(input)], () => undefined)].map((it) => JSON.stringify(it));
  if (said !== inOnePiece) return `in chunks it is ${said}, in one piece ${inOnePiece}`;
  return problem;
}

function joined(input: FuzzInput): Uint8Array {
  const bytes = new Uint8Array(input.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of input) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
