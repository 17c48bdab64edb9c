import path from 'node:path';
import { expect, test } from 'vitest';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { backtestIn, logIn, playBacktest, recordingIn, valueOf } from './play-recording.suite.ts';
import { temporaryDataFolder } from './while-cockpit-runs.suite.ts';

const bars = sampleBars({ count: 3, startUtcMs: Date.UTC(2024, 0, 19, 4) });

test('when a minute has been played, all that follows from it is committed', async () => {
  using folder = temporaryDataFolder();
  await using backtest = valueOf(await backtestIn(folder.path, recordingIn(folder.beside, bars)));
  const { snapshot } = backtest.cockpit;
  expect(snapshot()).toMatchObject({ quotes: [] });
  const played = bars.map(({ close }) => {
    expect(backtest.playMinute()).toBe(true);
    expect(snapshot()).toMatchObject({ quotes: [{ bid: close }] });
    return snapshot().marketUtcMs;
  });
  expect(played).toEqual(bars.map(({ openTimeUtcMs }) => openTimeUtcMs + 60_000));
  expect(backtest.playMinute()).toBe(false);
});

test('a folder that holds a ledger already is refused and left as it is', async () => {
  using folder = temporaryDataFolder();
  const history = recordingIn(folder.beside, bars);
  await playBacktest(folder.path, history);
  const log = logIn(folder.path);
  expect(await backtestIn(folder.path, history)).toMatchObject({ error: { code: 'DATA_FOLDER_UNUSABLE' } });
  expect(logIn(folder.path)).toEqual(log);
});

test('a start after the last minute, and a recording that is not there, are refused before anything is opened', async () => {
  using folder = temporaryDataFolder();
  const history = recordingIn(folder.beside, bars);
  const late = await backtestIn(folder.path, history, utcMs(Date.UTC(2024, 0, 20)));
  expect(late).toMatchObject({ error: { code: 'SETTINGS_INVALID' } });
  const nowhere = await backtestIn(folder.path, { ...history, path: path.join(folder.beside, 'nowhere.csv') });
  expect(nowhere).toMatchObject({ error: { code: 'FILE_NOT_FOUND' } });
  expect(() => logIn(folder.path)).toThrow('directory does not exist');
});
