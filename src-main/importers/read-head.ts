import { linesOf, readLines, type LineBatch } from './read-lines.ts';

/** So many lines tell what kind of file it is. */
const headLinesMax = 50;

export interface HeadedFile extends AsyncDisposable {
  /** The first lines, at most fifty; none of an empty file. */
  readonly head: readonly string[];
  /** All lines, those of the head among them. */
  readonly batches: AsyncGenerator<LineBatch>;
  /** Of the file as it lies on the disk. */
  readonly bytesTotal: number;
}

/** Opens a file far enough to see what it is. Throws FaultError as `readLines` does. */
export async function readHead(path: string): Promise<HeadedFile> {
  const source = readLines(path);
  const seen: LineBatch[] = [];
  const head: string[] = [];
  while (head.length < headLinesMax) {
    const next = await source.next();
    if (next.done === true) break;
    seen.push(next.value);
    head.push(...linesOf(next.value).slice(0, headLinesMax));
  }
  return {
    head: head.slice(0, headLinesMax),
    batches: replayed(seen, source),
    bytesTotal: seen[0]?.bytesTotal ?? 0,
    // The head may be all that is read of a file.
    [Symbol.asyncDispose]: async () => {
      await source.return(undefined);
    },
  };
}

async function* replayed(seen: readonly LineBatch[], source: AsyncGenerator<LineBatch>): AsyncGenerator<LineBatch> {
  yield* seen;
  yield* source;
}

/** The batches without the first so many lines. */
export async function* withoutLines(batches: AsyncIterable<LineBatch>, count: number): AsyncGenerator<LineBatch> {
  let left = count;
  for await (const batch of batches) {
    let { bytes } = batch;
    for (; left > 0 && bytes.length > 0; left--) bytes = bytes.subarray(afterLine(bytes));
    yield { ...batch, bytes };
  }
}

function afterLine(bytes: Uint8Array): number {
  const end = bytes.indexOf(0x0a);
  return end < 0 ? bytes.length : end + 1;
}
