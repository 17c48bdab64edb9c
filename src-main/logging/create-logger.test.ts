import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fault, FaultError } from '#shared/base/fault.ts';
import { createManualClock } from '#main/testkit/manual-clock.ts';
import { createLogger, type Log } from './create-logger.ts';
import { fileSink, type LogFile } from './file-sink.ts';
import type { LogLevel } from './log-record.ts';
import { readableSink } from './readable-sink.ts';

let folder: string;
let failures: Error[];

beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'ats-logs-')), 'logs');
  failures = [];
});

afterEach(() => {
  rmSync(path.dirname(folder), { recursive: true });
});

const logToFile = (changes: Partial<LogFile> = {}): Log =>
  createLogger(createManualClock().wall, [
    fileSink({ folder, name: 'engine', level: 'debug', onFailure: (error) => failures.push(error), ...changes }),
  ]);

const linesOf = (file: string): unknown[] =>
  readFileSync(path.join(folder, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);

function readableLog(level: LogLevel): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = [];
  return { log: createLogger(createManualClock().wall, [readableSink((line) => lines.push(line), level)]), lines };
}

test('lines are whole JSON objects with time, level, process, message and facts; a child adds its own', async () => {
  const log = logToFile();
  const child = log.logger.child({ part: 'bridge', token: 'open-sesame' });
  log.logger.debug('one 100% sure');
  child.info('two', { symbol: 'XAUUSD', part: 'session', nothing: undefined });
  await log[Symbol.asyncDispose]();
  const common = { time: '2024-01-02T00:00:00.000Z', process: 'engine', pid: process.pid };
  expect(linesOf('engine.log')).toEqual([
    { ...common, level: 'debug', message: 'one 100% sure', facts: {} },
    {
      ...common,
      level: 'info',
      message: 'two',
      facts: { part: 'session', token: '[redacted]', symbol: 'XAUUSD' },
    },
  ]);
  if (process.platform !== 'win32') expect(statSync(path.join(folder, 'engine.log')).mode & 0o777).toBe(0o600);
});

test('an error is written with its code, its stack and its chain of causes, without secrets', async () => {
  const token = `v1.${'ABCD2345'.repeat(4)}`;
  const refused = new FaultError(fault('HANDSHAKE_PROOF', 'wrong proof', { token, attempt: 3 }));
  const log = logToFile();
  log.logger.error('session failed', new Error(`pairing with ${token}`, { cause: refused }), { session: 7 });
  log.logger.error('odd', 'just a text');
  log.logger.error('many', new AggregateError([new RangeError('first'), { code: 2 }], 'both'));
  await log[Symbol.asyncDispose]();
  const stack = expect.stringMatching(/create-logger\.test/) as string;
  expect(linesOf('engine.log')).toMatchObject([
    {
      level: 'error',
      message: 'session failed',
      facts: { session: 7 },
      error: {
        name: 'Error',
        message: 'pairing with [redacted]',
        stack,
        cause: {
          name: 'FaultError',
          message: 'HANDSHAKE_PROOF: wrong proof',
          code: 'HANDSHAKE_PROOF',
          facts: { token: '[redacted]', attempt: 3 },
          stack,
        },
      },
    },
    { error: { name: 'Thrown', message: 'just a text' } },
    { error: { message: 'both', errors: [{ name: 'RangeError', message: 'first' }, { message: '{ code: 2 }' }] } },
  ]);
  expect(readFileSync(path.join(folder, 'engine.log'), 'utf8')).not.toContain(token);
});

test('a ring of causes ends', () => {
  const { log, lines } = readableLog('error');
  const ring = new Error('around');
  ring.cause = ring;
  log.logger.error('failed', ring);
  expect(lines[0]?.match(/around/g)).toHaveLength(9);
});

test('the files rotate by size under stable names, and the oldest goes', async () => {
  const log = logToFile({ filesMax: 3, bytesMax: 2000 });
  for (let line = 0; line < 60; line++) log.logger.info('a line of some length', { line });
  await log[Symbol.asyncDispose]();
  expect(readdirSync(folder).toSorted()).toEqual(['engine.1.log', 'engine.2.log', 'engine.log']);
  const numbers = ['engine.2.log', 'engine.1.log', 'engine.log']
    .flatMap(linesOf)
    .map((line) => (line as { facts: { line: number } }).facts.line);
  expect(numbers).toEqual(numbers.map((_, index) => 60 - numbers.length + index));
  for (const file of readdirSync(folder)) expect(statSync(path.join(folder, file)).size).toBeLessThan(2200);

  const next = logToFile({ filesMax: 3, bytesMax: 2000 });
  next.logger.info('appended');
  await next[Symbol.asyncDispose]();
  expect(readdirSync(folder)).toHaveLength(3);
});

test('each sink takes its own levels', async () => {
  const lines: string[] = [];
  const log = createLogger(createManualClock().wall, [
    fileSink({ folder, name: 'engine', level: 'info', onFailure: (error) => failures.push(error) }),
    readableSink((line) => lines.push(line), 'warn'),
  ]);
  log.logger.debug('debug');
  log.logger.info('info');
  log.logger.warn('warn');
  log.logger.error('error', new Error('why'));
  await log[Symbol.asyncDispose]();
  expect(linesOf('engine.log').map((line) => (line as { message: string }).message)).toEqual(['info', 'warn', 'error']);
  expect(lines).toEqual(['00:00:00.000 WARN  warn\n', '00:00:00.000 ERROR error | Error: why\n']);
});

test('a line for a person is one line, whatever it holds', () => {
  const { log, lines } = readableLog('debug');
  log.logger.warn('slow\n  statement', {
    sql: 'SELECT 1\n FROM t',
    tookMs: 51,
    symbol: 'XAUUSD',
    nothing: null,
    list: [1],
  });
  const cause = new FaultError(fault('PIPE_FAILED', 'gone'));
  log.logger.error('stopped', Object.assign(new Error('no pipe', { cause }), { code: 'EPIPE' }));
  expect(lines).toEqual([
    '00:00:00.000 WARN  slow statement sql="SELECT 1\\n FROM t" tookMs=51 symbol=XAUUSD nothing=null list=[1]\n',
    '00:00:00.000 ERROR stopped | Error: no pipe (EPIPE) | FaultError: PIPE_FAILED: gone\n',
  ]);
});

test('a log that cannot be written is told once and stops nobody', async () => {
  writeFileSync(folder, 'a file where the folder should be');
  const log = logToFile();
  log.logger.info('one');
  await log[Symbol.asyncDispose]();
  log.logger.info('two');
  expect(failures).toHaveLength(1);
});

test('a line after the end is lost and hurts nobody', async () => {
  const log = logToFile();
  log.logger.info('one');
  await log[Symbol.asyncDispose]();
  log.logger.info('two');
  expect(linesOf('engine.log')).toHaveLength(1);
  expect(failures).toEqual([]);
});

test('lines beyond the queue of a slow disk are dropped and counted', async () => {
  const log = logToFile();
  const long = 'x'.repeat(1024 * 1024);
  for (let line = 0; line < 8; line++) log.logger.info(long);
  await new Promise((resolve) => setTimeout(resolve, 200));
  log.logger.info('later');
  await log[Symbol.asyncDispose]();
  const messages = linesOf('engine.log').map((line) => line as { message: string; facts: { dropped?: number } });
  expect(messages.at(-1)?.message).toBe('later');
  const told = messages.find(({ facts }) => facts.dropped !== undefined);
  expect(messages.length - 2 + (told?.facts.dropped ?? 0)).toBe(8);
  expect(told?.facts.dropped).toBeGreaterThan(0);
});
