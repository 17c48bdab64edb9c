import { expect, test } from 'vitest';
import { findChromium } from './find-chromium.ts';

const machine = (platform: NodeJS.Platform, present: string, env: Record<string, string> = {}) => ({
  platform,
  env,
  exists: (path: string) => path.replaceAll('\\', '/') === present,
  answers: () => true,
});

test('finds what each system usually has', () => {
  expect(findChromium(machine('linux', '/usr/bin/google-chrome'))).toBe('/usr/bin/google-chrome');
  expect(findChromium(machine('darwin', '/Applications/Chromium.app/Contents/MacOS/Chromium'))).not.toBeNull();
  const edge = 'C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe';
  expect(findChromium(machine('win32', edge, { 'ProgramFiles(x86)': 'C:/Program Files (x86)' }))).not.toBeNull();
});

test('a browser that is named is the only one that is tried', () => {
  const env = { ATS_CHROMIUM: '/opt/chrome' };
  expect(findChromium(machine('linux', '/opt/chrome', env))).toBe('/opt/chrome');
  expect(findChromium(machine('linux', '/usr/bin/chromium', env))).toBeNull();
});

test('passes over a program that does not even say its version', () => {
  const both = { ...machine('linux', ''), exists: () => true };
  expect(findChromium({ ...both, answers: (path) => path === '/usr/bin/google-chrome' })).toBe(
    '/usr/bin/google-chrome',
  );
  expect(findChromium({ ...both, answers: () => false })).toBeNull();
});

test('finds nothing where there is nothing', () => {
  expect(findChromium(machine('linux', '/nowhere'))).toBeNull();
});
