import path from 'node:path';
import { expect, test } from 'vitest';
import { parseShellOptions } from './shell-options.ts';

const nothing = { engineArguments: [], dataFolder: null, hasDeveloperTools: false, otherFlags: [] };

test('nothing said is nothing passed on', () => {
  expect(parseShellOptions([], {})).toEqual(nothing);
});

test('the engine’s flags are passed on in their order, in either form', () => {
  const words = [
    '--terminal',
    'mt5',
    '--profile',
    'Broker demo',
    '--seed=3',
    '--history',
    'a file.csv.gz',
    '--no-launch-terminal',
    '--reducing',
  ];
  expect(parseShellOptions(words, {}).engineArguments).toEqual([
    '--terminal=mt5',
    '--profile=Broker demo',
    '--seed=3',
    '--history=a file.csv.gz',
    '--no-launch-terminal',
    '--reducing',
  ]);
});

test('flags of Chromium and mistakes are told apart from the engine’s, and from each other by whoever reads the log', () => {
  expect(parseShellOptions(['--no-sandbox', '--remote-debugging-port=0', '--sead', '3', '--seed', '3'], {})).toEqual({
    ...nothing,
    engineArguments: ['--seed=3'],
    otherFlags: ['no-sandbox', 'remote-debugging-port', 'sead'],
  });
});

test('the data folder is what the flag names, else the environment, as an absolute path', () => {
  const folderOf = (words: readonly string[], environment = {}) => parseShellOptions(words, environment).dataFolder;
  expect(folderOf(['--data', 'somewhere'], { ATS_DATA: '/elsewhere' })).toBe(path.resolve('somewhere'));
  expect(folderOf([], { ATS_DATA: '/elsewhere' })).toBe(path.resolve('/elsewhere'));
  expect(folderOf([], { ATS_DATA: '' })).toBeNull();
});

test('developer tools are asked for by name', () => {
  expect(parseShellOptions(['--devtools'], {})).toEqual({ ...nothing, hasDeveloperTools: true });
});
