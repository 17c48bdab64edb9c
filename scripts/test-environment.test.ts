import { expect, test } from 'vitest';
import { testEnvironment } from './test-environment.ts';

const usual = {
  platform: 'linux',
  temporary: '/tmp',
  runtime: '/run/user/1000',
  isWritableFolder: () => true,
} as const;

const hidden = {
  ATS_DATA: undefined,
  ATS_SETTINGS: undefined,
  ATS_PAIRING_TOKEN: undefined,
  ATS_GRAPH_PASSWORD: undefined,
};

test("keeps the user's folders, and hides what he has set for a cockpit of his own", () => {
  expect(testEnvironment(usual)).toStrictEqual(hidden);
  expect(testEnvironment({ ...usual, runtime: undefined })).toStrictEqual(hidden);
});

test('takes /tmp where the temporary folder lies too deep for a socket, or cannot be written to', () => {
  const deep = `/home/runner/${'work/'.repeat(12)}`;
  const short = { ...hidden, TMPDIR: '/tmp' };
  expect(testEnvironment({ ...usual, temporary: deep })).toStrictEqual(short);
  expect(testEnvironment({ ...usual, isWritableFolder: (path) => path !== '/tmp' })).toStrictEqual(short);
});

test('does without a folder for sockets that is of no use', () => {
  const without = { ...hidden, XDG_RUNTIME_DIR: undefined };
  expect(testEnvironment({ ...usual, isWritableFolder: (path) => path === '/tmp' })).toStrictEqual(without);
  expect(testEnvironment({ ...usual, runtime: `/run/${'deep/'.repeat(12)}` })).toStrictEqual(without);
});

test('leaves the folders alone on Windows, where a pipe is no file', () => {
  const nothingGood = { ...usual, platform: 'win32', isWritableFolder: () => false } as const;
  expect(testEnvironment(nothingGood)).toStrictEqual(hidden);
});
