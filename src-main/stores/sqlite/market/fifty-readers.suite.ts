import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { assertDefined } from '#shared/base/assert.ts';

/**
 * A thread for the test of readers beside a writer: fifty connections, each of which holds its snapshot while the forty-nine others begin
 * theirs anew, so that at no moment nobody reads. Says what they saw once it is told to stop.
 */
const { file, isStopped } = workerData as { readonly file: string; readonly isStopped: Int32Array<SharedArrayBuffer> };
const readers = Array.from({ length: 50 }, () => {
  const database = new Database(file, { readonly: true, fileMustExist: true });
  const begin = database.prepare('BEGIN');
  const end = database.prepare('COMMIT');
  const counted = database.prepare('SELECT bar_count FROM bar_series').pluck();
  const found = database
    .prepare('SELECT count(*) FROM (SELECT 1 FROM bars WHERE series_id = 1 ORDER BY open_time_utc_ms DESC LIMIT 500)')
    .pluck();
  return { begin, end, counted, found };
});
let reads = 0;
let torn = 0;
let stepsBack = 0;
let last = 0;
for (const { begin, counted } of readers) {
  begin.run();
  counted.get();
}
while (Atomics.load(isStopped, 0) === 0) {
  for (const { begin, end, counted, found } of readers) {
    end.run();
    begin.run();
    const count = Number(counted.get() ?? 0);
    if (Number(found.get()) !== Math.min(count, 500)) torn++;
    if (count < last) stepsBack++;
    last = count;
    reads++;
  }
}
assertDefined(parentPort, 'this runs in a thread').postMessage({ reads, torn, stepsBack });
