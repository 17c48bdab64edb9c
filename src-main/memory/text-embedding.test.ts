import { expect, test } from 'vitest';
import { fault, FaultError, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { DeadLetter } from '#shared/contract/memory.ts';
import { recordId } from '#shared/trading/record-id.ts';
import type { RememberedText } from '#main/ports/text-store.ts';
import { createManualClock, sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { invalidMax, TextEmbedding } from './text-embedding.ts';

const away = fault('EMBEDDER_UNREACHABLE', 'Ollama does not answer.');
const invalid = fault('EMBEDDING_INVALID', 'It made NaN of a text.');

type Answer = Result<readonly Float32Array[], Fault>;

interface Rig {
  readonly texts: string[];
  readonly embedded: Map<string, Float32Array>;
  readonly batches: (readonly string[])[];
  /** What the embedder answers next; after these it embeds. */
  readonly answers: (Answer | Promise<Answer>)[];
  /** Texts of which it never makes a vector. */
  readonly poisons: Set<string>;
  readonly letters: readonly DeadLetter[];
  readonly lines: ReturnType<typeof createRecordingLogger>['lines'];
  readonly clock: ReturnType<typeof createManualClock>;
  readonly embedding: TextEmbedding;
  readonly told: () => number;
  failNextSave: Fault | null;
  readonly pass: (ms: number) => Promise<void>;
}

function createRig(count: number): Rig {
  const clock = createManualClock();
  const { logger, lines } = createRecordingLogger();
  const letters: DeadLetter[] = [];
  let told = 0;
  const rig: Rig = {
    texts: Array.from({ length: count }, (_, index) => `text ${index}`),
    embedded: new Map(),
    batches: [],
    answers: [],
    poisons: new Set(),
    letters,
    lines,
    clock,
    told: () => told,
    failNextSave: null,
    embedding: new TextEmbedding({
      embedder: {
        method: 'ollama:scripted',
        embed: (texts) => {
          rig.batches.push(texts);
          const answer = rig.answers.shift();
          if (answer !== undefined) return Promise.resolve(answer);
          if (texts.some((text) => rig.poisons.has(text))) return Promise.resolve(err(invalid));
          return Promise.resolve(ok(texts.map(vectorOf)));
        },
      },
      texts: {
        without: (method, limit) => {
          expect(method).toBe('ollama:scripted');
          return rig.texts
            .filter((text) => !rig.embedded.has(text))
            .slice(0, limit)
            .map(remembered);
        },
        saveEmbeddings: (_method, rows) => {
          const failure = rig.failNextSave;
          rig.failNextSave = null;
          if (failure !== null) throw new FaultError(failure);
          for (const { text, vector } of rows) rig.embedded.set(text, vector);
        },
      },
      deadLetters: { addDeadLetter: (letter) => void letters.push(letter) },
      monotonicClock: clock.monotonic,
      wallClock: clock.wall,
      timers: clock.timers,
      rng: { bytes: (length) => new Uint8Array(length) },
      logger,
      onEmbedded: () => void (told += 1),
    }),
    pass: async (ms) => {
      for (let passed = 0; passed <= ms; passed += 500) {
        clock.advance(passed === 0 ? 0 : 500);
        for (let turn = 0; turn < 20; turn++) {
          await new Promise((resolve) => setImmediate(resolve));
          clock.advance(0);
        }
      }
    },
  };
  return rig;
}

const vectorOf = (text: string): Float32Array => Float32Array.of(text.length, 1);

const remembered = (text: string): RememberedText => ({
  recordId: recordId('decision', text),
  symbol: 'XAUUSD',
  knownAtUtcMs: sampleStartUtcMs,
  text,
});

test('every text is embedded once, in batches, and whoever mirrors them is told', async () => {
  const rig = createRig(40);
  rig.embedding.start();
  await rig.pass(0);
  expect([...rig.embedded.keys()]).toEqual(rig.texts);
  expect(rig.embedded.get('text 7')).toEqual(vectorOf('text 7'));
  expect(rig.batches.map((batch) => batch.length)).toEqual([16, 16, 8]);
  expect([rig.told(), rig.embedding.isIdle(), rig.embedding.fault()]).toEqual([3, true, null]);
  rig.texts.push('later');
  rig.embedding.wake();
  await rig.pass(0);
  rig.texts.push('untold');
  await rig.pass(5000);
  expect(rig.embedded.size).toBe(42);
});

test('while the model is away its texts wait, ever longer, and then nothing is missing', async () => {
  const rig = createRig(20);
  for (let attempt = 0; attempt < 6; attempt++) rig.answers.push(err(away));
  rig.embedding.start();
  await rig.pass(0);
  expect([rig.embedding.fault(), rig.embedding.isIdle(), rig.batches.length]).toEqual([away, false, 1]);
  await rig.pass(60_000);
  expect([rig.embedding.fault(), rig.embedded.size]).toEqual([null, 20]);
  expect(rig.lines.map(({ message }) => message)).toEqual(['texts wait to be embedded']);
});

test('one text that the model cannot embed is found, passed over and told, and all others are embedded', async () => {
  const rig = createRig(30);
  rig.poisons.add('text 5');
  rig.embedding.start();
  await rig.pass(30_000);
  expect(rig.embedded.size).toBe(29);
  expect(rig.letters).toMatchObject([
    { projection: 'vectors', target: 'embedding:ollama:scripted', key: 'decision:text 5', attempts: invalidMax },
  ]);
  expect([rig.embedding.isIdle(), rig.embedding.fault()]).toEqual([true, null]);
  const asked = rig.batches.length;
  await rig.pass(30_000);
  expect(rig.batches.length).toBe(asked);
});

test('a store that is full loses nothing', async () => {
  const rig = createRig(3);
  rig.failNextSave = fault('STORE_FULL', 'The disk is full.');
  rig.embedding.start();
  await rig.pass(0);
  expect([rig.embedding.fault()?.code, rig.embedded.size]).toEqual(['STORE_FULL', 0]);
  await rig.pass(5000);
  expect([rig.embedding.fault(), rig.embedded.size]).toEqual([null, 3]);
});

test('a text that comes while a batch is under way is not forgotten', async () => {
  const rig = createRig(1);
  let answer: (it: Answer) => void = () => expect.unreachable('nobody has asked yet');
  rig.answers.push(new Promise((resolve) => (answer = resolve)));
  rig.embedding.start();
  await rig.pass(0);
  rig.texts.push('meanwhile');
  rig.embedding.wake();
  answer(ok([vectorOf('text 0')]));
  await rig.pass(0);
  expect([...rig.embedded.keys()]).toEqual(['text 0', 'meanwhile']);
});

test('for a command line it embeds batch by batch, and a fault is thrown', async () => {
  const rig = createRig(17);
  expect([await rig.embedding.embedNext(), await rig.embedding.embedNext(), await rig.embedding.embedNext()]).toEqual([
    true,
    true,
    false,
  ]);
  rig.texts.push('one more');
  rig.answers.push(err(away));
  await expect(rig.embedding.embedNext()).rejects.toThrow('EMBEDDER_UNREACHABLE');
});

test('disposed, it leaves no timer, and an answer that still comes is not saved', async () => {
  const rig = createRig(1);
  let answer: (it: Answer) => void = () => expect.unreachable('nobody has asked yet');
  rig.answers.push(new Promise((resolve) => (answer = resolve)));
  rig.embedding.start();
  await rig.pass(0);
  rig.embedding[Symbol.dispose]();
  answer(ok([vectorOf('text 0')]));
  await rig.pass(10_000);
  expect([rig.embedded.size, rig.clock.pendingTimers()]).toEqual([0, 0]);
});
