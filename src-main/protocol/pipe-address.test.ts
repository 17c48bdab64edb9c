import { expect, test } from 'vitest';
import { makePairingToken } from './pairing-token.ts';
import { pipeAddress } from './pipe-address.ts';

const token = makePairingToken(Uint8Array.from({ length: 20 }, (_, index) => index));

test('is a named pipe on Windows and a socket in the given folder elsewhere, of the same name', () => {
  const name = 'ats-3a9cd2b7930e18bba461';
  expect(pipeAddress({ token, platform: 'win32', runtimeFolder: 'C:\\Temp' })).toEqual({
    ok: true,
    value: `\\\\.\\pipe\\${name}`,
  });
  expect(pipeAddress({ token, platform: 'linux', runtimeFolder: '/run/user/1000/' })).toEqual({
    ok: true,
    value: `/run/user/1000/${name}.sock`,
  });
});

test('is another for another token', () => {
  const other = makePairingToken(new Uint8Array(20));
  const at = { platform: 'win32', runtimeFolder: '' };
  expect(pipeAddress({ token: other, ...at })).not.toEqual(pipeAddress({ token, ...at }));
});

test('says so where the path is longer than the system can hold', () => {
  const folderOf = (length: number): string => `/${'x'.repeat(length - 1)}`;
  const nameBytes = '/ats-3a9cd2b7930e18bba461.sock'.length;
  const fits = pipeAddress({ token, platform: 'darwin', runtimeFolder: folderOf(103 - nameBytes) });
  const tooLong = pipeAddress({ token, platform: 'darwin', runtimeFolder: folderOf(104 - nameBytes) });
  expect(fits.ok).toBe(true);
  expect(tooLong).toMatchObject({ ok: false, error: { code: 'PIPE_FAILED', facts: { bytes: 104 } } });
});
