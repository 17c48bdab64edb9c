import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createManualClock } from '#main/testkit/manual-clock.ts';
import { fileHasher } from './hash-file.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ats-hash-file-'));
});
afterAll(() => rm(folder, { recursive: true }));

const clock = createManualClock({ wall: Date.now() });
const hashFile = fileHasher(clock.wall);

const pieceBytes = 1024 * 1024;

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** Bytes of which no two pieces are alike. */
const bytesOf = (length: number): Buffer =>
  Buffer.from(Uint32Array.from({ length: Math.ceil(length / 4) }, (_, index) => index).buffer).subarray(0, length);

async function hashOf(bytes: Uint8Array): Promise<string> {
  const file = join(folder, 'bytes');
  await writeFile(file, bytes);
  return (await hashFile(file)).contentHash;
}

test.each([1, 1000, pieceBytes])('of %i bytes it is their SHA-256', async (length) => {
  expect(await hashOf(bytesOf(length))).toBe(sha256(bytesOf(length)).toString('hex'));
});

test.each([pieceBytes + 1, 9 * pieceBytes + 777])(
  'of %i bytes it is that of their pieces’ in order',
  async (length) => {
    const bytes = bytesOf(length);
    const pieces = Array.from({ length: Math.ceil(length / pieceBytes) }, (_, index) =>
      sha256(bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes)),
    );
    expect(await hashOf(bytes)).toBe(sha256(Buffer.concat(pieces)).toString('hex'));
  },
);

test('one byte more, less, or another is another hash', async () => {
  const bytes = bytesOf(3 * pieceBytes);
  const others = [
    bytes.subarray(1),
    Buffer.concat([bytes, Buffer.of(0)]),
    Buffer.from(bytes).fill(1, 2_000_000, 2_000_001),
  ];
  const hashes = [await hashOf(bytes)];
  for (const other of others) hashes.push(await hashOf(other));
  expect(new Set(hashes).size).toBe(4);
});

test('a file that was not written for a while is hashed once, and again once it was written', async () => {
  const file = join(folder, 'settled');
  await writeFile(file, 'one');
  const one = await hashFile(file);
  clock.setWall(Date.now() + 10_000);
  const [first, second] = [await hashFile(file), await hashFile(file)];
  expect([first, second]).toEqual([one, one]);
  await writeFile(file, 'two');
  expect((await hashFile(file)).contentHash).toBe(sha256(Buffer.from('two')).toString('hex'));
});
