import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runFrameProbe } from './frame-probe.ts';
import { tryAdviser } from './try-adviser.ts';

/** A program that a shell runs, in the place of the adviser's decoder. */
async function planted(
  script: string,
): Promise<{ program: string; folder: string; [Symbol.asyncDispose]: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'ats-planted-'));
  const program = join(folder, 'program');
  await writeFile(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { program, folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

const shellTest = test.skipIf(process.platform === 'win32');

const streams = [[Uint8Array.of(1)], [Uint8Array.of(2)], [new Uint8Array(16)], [Uint8Array.of(4)]];

const answer = (line: string): string => `echo "${line}" >> "$ATS_HOST_FILES/ATS/frame-answers.txt"`;

shellTest('finds the stream on which the adviser reads something else', async () => {
  const line = answer('0 0 0 1 ');
  await using probe = await planted([line, line, line, line].join('\n'));
  const { problems } = await tryAdviser(probe, streams, {});
  expect(problems).toMatchObject([{ index: 2, kind: 'crash', what: expect.stringContaining('FRAME_VERSION') }]);
});

shellTest('finds an adviser that holds on to too much', async () => {
  const lines = ['0 0 0 1 ', '0 0 0 70000 ', '0 0 0 0 FRAME_VERSION', '0 0 0 1 '].map(answer);
  await using probe = await planted(lines.join('\n'));
  const { problems } = await tryAdviser(probe, streams, {});
  expect(problems).toEqual([{ index: 1, kind: 'crash', what: 'the adviser keeps 70000 bytes' }]);
});

shellTest('narrows a crash down to the stream that caused it', async () => {
  // A stream of one byte takes 9 bytes of the file, and the program dies of anything longer.
  const script = [
    'size=$(wc -c < "$ATS_HOST_FILES/ATS/frame-streams.bin")',
    '[ $((size % 9)) -eq 0 ] || kill -SEGV $$',
    `while [ $size -gt 0 ]; do size=$((size - 9)); ${answer('0 0 0 1 ')}; done`,
  ];
  await using probe = await planted(script.join('\n'));
  const { problems } = await tryAdviser(probe, streams, {});
  expect(problems).toMatchObject([{ index: 2, kind: 'crash', what: expect.stringContaining('SIGSEGV') }]);
});

shellTest('calls a program that does not end hung', async () => {
  await using probe = await planted('exec sleep 60');
  const run = await runFrameProbe(probe.program, { folder: probe.folder, streams, msMax: 200 });
  expect(run).toEqual({ kind: 'hung' });
});
