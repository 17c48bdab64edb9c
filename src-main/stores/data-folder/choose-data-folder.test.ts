import path from 'node:path';
import { expect, test } from 'vitest';
import { chooseDataFolder, type DataFolderWish } from './choose-data-folder.ts';

const choose = (wish: Partial<DataFolderWish>) =>
  chooseDataFolder({ named: null, environment: {}, platform: 'linux', homeFolder: '/home/ann', ...wish });

test('the flag wins over the environment, and the environment over the platform', () => {
  const environment = { ATS_DATA: '/srv/ats', XDG_DATA_HOME: '/xdg' };
  expect(choose({ named: '/flag', environment })).toBe(path.resolve('/flag'));
  expect(choose({ environment })).toBe(path.resolve('/srv/ats'));
  expect(choose({ environment: { ...environment, ATS_DATA: '' } })).toBe('/xdg/ats-cockpit');
});

test('a relative folder counts from where the program was started', () => {
  expect(choose({ named: 'here' })).toBe(path.resolve('here'));
});

test('each platform has its own place', () => {
  const windows = { platform: 'win32', homeFolder: 'C:\\Users\\ann' } as const;
  expect([
    choose({ ...windows, environment: { APPDATA: 'D:\\Roaming' } }),
    choose(windows),
    choose({ platform: 'darwin', homeFolder: '/Users/ann' }),
    choose({}),
    choose({ environment: { XDG_DATA_HOME: 'relative/is/ignored' } }),
  ]).toEqual([
    'D:\\Roaming\\ATS Cockpit',
    'C:\\Users\\ann\\AppData\\Roaming\\ATS Cockpit',
    '/Users/ann/Library/Application Support/ATS Cockpit',
    '/home/ann/.local/share/ats-cockpit',
    '/home/ann/.local/share/ats-cockpit',
  ]);
});
