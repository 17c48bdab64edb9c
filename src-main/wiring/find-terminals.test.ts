import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findTerminals } from './find-terminals.ts';

let roaming: string;

beforeEach(() => {
  roaming = path.join(mkdtempSync(path.join(tmpdir(), 'ats-terminals-')), 'Данные приложений');
});

afterEach(() => {
  rmSync(path.dirname(roaming), { recursive: true });
});

function terminal(name: string, origin?: Buffer): string {
  const folder = path.join(roaming, 'MetaQuotes', 'Terminal', name);
  mkdirSync(path.join(folder, 'MQL5'), { recursive: true });
  if (origin !== undefined) writeFileSync(path.join(folder, 'origin.txt'), origin);
  return folder;
}

const utf16 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le');

test('finds the data folders and the installations that they belong to', () => {
  const first = terminal('50CA3DFB510CC5A8F28B48D1BF2A5702', utf16('C:\\Program Files\\Брокер MT5\r\n'));
  const second = terminal('A0', Buffer.from('D:\\MT5'));
  const third = terminal('B0');
  const fourth = terminal('C0', utf16(''));
  mkdirSync(path.join(roaming, 'MetaQuotes', 'Terminal', 'Common', 'Files'), { recursive: true });
  writeFileSync(path.join(roaming, 'MetaQuotes', 'Terminal', 'note.txt'), 'no folder');
  expect(findTerminals(roaming)).toEqual([
    { folder: first, installation: 'C:\\Program Files\\Брокер MT5' },
    { folder: second, installation: 'D:\\MT5' },
    { folder: third, installation: null },
    { folder: fourth, installation: null },
  ]);
});

test('finds none where MetaTrader never ran, or where there is no such profile', () => {
  expect([findTerminals(roaming), findTerminals(undefined), findTerminals('')]).toEqual([[], [], []]);
});

test('does not take what it cannot read for nothing', () => {
  mkdirSync(path.join(roaming, 'MetaQuotes'), { recursive: true });
  writeFileSync(path.join(roaming, 'MetaQuotes', 'Terminal'), 'a file');
  expect(() => findTerminals(roaming)).toThrow('ENOTDIR');
});
