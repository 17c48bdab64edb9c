import { expect, test } from 'vitest';
import { createManualClock } from '#main/testkit/manual-clock.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { BackedOffLog } from './backed-off-log.ts';

test('warns at once, then ever more seldom, up to ten minutes, with the count of what was left out', () => {
  const clock = createManualClock();
  const { logger, lines } = createRecordingLogger();
  const log = new BackedOffLog(logger, clock.monotonic);
  const warnedAtSeconds: number[] = [];
  for (let second = 0; second < 3000; second++) {
    const before = lines.length;
    log.warn('token', 'a wrong token', { code: 'HANDSHAKE_PROOF' });
    if (lines.length > before) warnedAtSeconds.push(second);
    clock.advance(1000);
  }
  expect(warnedAtSeconds).toEqual([0, 5, 15, 35, 75, 155, 315, 635, 1235, 1835, 2435]);
  expect(lines.slice(0, 3).map(({ facts }) => facts)).toEqual(
    [0, 4, 9].map((suppressed) => ({ code: 'HANDSHAKE_PROOF', suppressed })),
  );
});

test('keeps topics apart and begins anew when all is well again', () => {
  const clock = createManualClock();
  const { logger, lines } = createRecordingLogger();
  const log = new BackedOffLog(logger, clock.monotonic);
  log.warn('token', 'a wrong token', {});
  log.warn('prices', 'broken prices', {});
  log.warn('token', 'a wrong token', {});
  log.forget();
  log.warn('token', 'a wrong token', {});
  expect(lines.map(({ message }) => message)).toEqual(['a wrong token', 'broken prices', 'a wrong token']);
});
