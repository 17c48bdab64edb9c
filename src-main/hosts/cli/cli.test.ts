import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { faultSchema, type Fault } from '#shared/base/fault.ts';
import { normalizedBarFile } from '#main/testkit/bar-file.ts';
import { startHeadlessEngine } from '#main/testkit/headless-engine.ts';
import { runToEnd, type Ended } from '#main/testkit/run-to-end.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { openDataFolder } from '#main/wiring/open-data-folder.ts';
import { programVersion } from '#main/wiring/program-version.ts';

/** Every command is its own program: what counts is what scripts see of it, on stdout and by its exit code. */
let parent: string;
let folder: string;

beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'ats-cli-'));
  folder = path.join(parent, 'cockpit');
});

afterEach(() => {
  rmSync(parent, { recursive: true });
});

/** With ATS_DATA instead of a flag, so that a refused command line cannot reach a real folder either. */
const ats = (...words: readonly string[]): Promise<Ended> =>
  runToEnd('cli', words, { environment: { ATS_DATA: folder } });

/** What programs read: one object on one line, and nothing beside it. */
function objectIn({ stdout }: Ended): unknown {
  expect(stdout).toMatch(/^\{.*\}\n$/);
  return JSON.parse(stdout);
}

const faultIn = (ended: Ended): Fault => faultSchema.parse((objectIn(ended) as { error: unknown }).error);

function fileWith(name: string, contents: string | Buffer): string {
  const file = path.join(parent, name);
  writeFileSync(file, contents);
  return file;
}

const minutes = (count: number): string => normalizedBarFile(sampleBars({ count }));
const gold = ['--symbol', 'XAUUSD', '--clock', 'utc'];

describe('status', () => {
  test('of a folder without an engine is one object, and not safe', async () => {
    const ended = await ats('status', '--json');
    expect(objectIn(ended)).toMatchObject({ folder, isRunning: false, isSafeToTrade: false });
    expect(ended).toMatchObject({ code: 3, stderr: '' });
    expect(existsSync(folder)).toBe(false);
  });

  test('reads well without --json', async () => {
    const { code, stdout, stderr } = await ats('status');
    expect(stdout).toContain(folder);
    expect(stdout).toContain('Not safe to trade: no engine runs on this data folder.');
    expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
  });

  test('that cannot be told is a fault, and no word about safety', async () => {
    mkdirSync(path.join(folder, 'session'), { recursive: true });
    const ended = await ats('status', '--json');
    expect(faultIn(ended)).toMatchObject({ code: 'DATA_FOLDER_UNUSABLE' });
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringMatching(/^DATA_FOLDER_UNUSABLE: /) as string });
  });

  test('tells what is stored while nothing runs, also what came from files', async () => {
    const file = fileWith('minutes.csv', minutes(300));
    expect((await ats('import', file, ...gold)).code).toBe(0);
    const { stdout } = await ats('status');
    expect(stdout).toContain('XAUUSD M1 from files, kept as "import": 300 bars');
    expect(stdout).toMatch(/│ market\.db +│ ok /);
    expect(objectIn(await ats('status', '--json'))).toMatchObject({
      isRunning: false,
      series: [{ series: { symbol: 'XAUUSD', timeframe: 'M1', source: 'import' }, count: 300 }],
      sync: { stores: [{ name: 'ledger' }, { name: 'market', level: 'ok' }] },
    });
  });
});

describe('sync', () => {
  test('without an engine is a fault that says what to do', async () => {
    const ended = await ats('sync', '--wait', '--json');
    expect(faultIn(ended)).toMatchObject({
      code: 'ENGINE_NOT_RUNNING',
      message: expect.stringContaining('Start the cockpit') as string,
    });
    expect(ended.code).toBe(1);
    expect(existsSync(folder)).toBe(false);
  });

  test('is refused while no terminal is connected', async () => {
    await using engine = await startHeadlessEngine({ data: folder, words: ['--no-launch-terminal'] });
    const ended = await ats('sync', '--symbols', 'XAUUSD', '--json');
    expect(faultIn(ended)).toMatchObject({ code: 'NOT_CONNECTED' });
    expect(ended.code).toBe(1);
    expect(engine.complaints()).not.toContain('ERROR');
  });
});

describe('memory', () => {
  const hours = (count: number): string => normalizedBarFile(sampleBars({ count, timeframe: 'H1' }));
  const importHours = async (): Promise<void> => {
    const file = fileWith('hours.csv', hours(400));
    expect((await ats('import', file, ...gold, '--timeframe', 'H1')).code).toBe(0);
  };
  /** The close of the 301st hour. */
  const then = '2024-01-14T13:00Z';

  test('finds in the stores what was like a moment, and says it in a table or as one object', async () => {
    await importHours();
    const rebuilt = await ats('rebuild', 'vectors', '--json');
    expect(objectIn(rebuilt)).toMatchObject({ projection: 'vectors', adapter: 'exact', rows: 187, deadLetters: 0 });
    const asked = ['similar', 'XAUUSD', then, '--timeframe', 'H1', '-k', '3', '--bars-apart', '10'];
    const { code, stdout } = await ats(...asked);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^XAUUSD H1 as it was at 2024-01-14 13:00 UTC/);
    expect(stdout).toContain('Answered by the exact scan');
    const found = await ats(...asked, '--as-of', '2024-01-15T00:00Z', '--json');
    expect(objectIn(found)).toMatchObject({
      ...{ adapter: 'exact', asOfUtcMs: Date.UTC(2024, 0, 15), asked: { knownAtUtcMs: Date.UTC(2024, 0, 14, 13) } },
      neighbours: [{ moment: { symbol: 'XAUUSD' } }, {}, {}],
    });
    expect(objectIn(await ats('similar', '--text', 'news ahead', '--json'))).toMatchObject({ neighbours: [] });
    expect(objectIn(await ats('similar', 'XAUUSD', then, '--trades', '--json'))).toMatchObject({ neighbours: [] });
  });

  test('asks the engine that runs on the folder', async () => {
    await importHours();
    await using engine = await startHeadlessEngine({ data: folder, words: ['--no-launch-terminal'] });
    const first = objectIn(await ats('rebuild', 'graph', '--json'));
    expect(objectIn(await ats('rebuild', 'graph', '--json'))).toMatchObject({
      hash: (first as { readonly hash: string }).hash,
    });
    expect(faultIn(await ats('chain', 'trade:88#1', '--json'))).toMatchObject({ code: 'RECORD_UNKNOWN' });
    expect(faultIn(await ats('similar', 'XAUUSD', then, '--json'))).toMatchObject({ code: 'NOT_CONNECTED' });
    expect(engine.complaints()).not.toContain('ERROR');
  });

  test.each([
    [['similar', 'XAUUSD', 'yesterday'], 'such as 2020-03-16T13:00Z'],
    [['similar', 'XAUUSD'], 'Name a symbol and a moment in UTC'],
    [['similar', 'XAUUSD', then, '--timeframe', 'M1'], 'M15'],
    [['similar', 'XAUUSD', then, '-k', '101'], 'At most 100'],
    [['similar', 'XAUUSD', then, '--text', 'news'], 'words alone with --text'],
    [['chain', '4711'], 'kind:key'],
    [['rebuild', 'everything'], 'vectors, graph'],
  ])('ats %j is refused with what it should be', async (words, advice) => {
    const ended = await ats(...words, '--json');
    expect(faultIn(ended)).toMatchObject({
      code: 'REQUEST_INVALID',
      message: expect.stringContaining(advice) as string,
    });
    expect(ended.code).toBe(1);
  });

  test('of a folder in which nothing was ever stored is a fault, and leaves it so', async () => {
    expect(faultIn(await ats('chain', 'deal:1', '--json'))).toMatchObject({ code: 'ENGINE_NOT_RUNNING' });
    expect(existsSync(folder)).toBe(false);
  });
});

describe('governance', () => {
  beforeEach(async () => {
    const opened = await openDataFolder(folder, 'cli');
    if (opened.ok) await opened.value[Symbol.asyncDispose]();
  });

  test('is told and changed at rest, with flags before or behind the word', async () => {
    expect(objectIn(await ats('governance', '--json'))).toEqual({ isRunning: false, governance: null });
    const forced = await ats('governance', 'force', 'A', '--reason', 'small steps', '--json');
    expect(objectIn(forced)).toMatchObject({ kind: 'forceScenario', scenario: 'A', wasRunning: false, folder });
    const { code, stdout, stderr } = await ats('governance');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(
      [
        'Scenario A (forced by the trader: small steps) may enter.',
        'Deposit now: no data; no engine runs.',
        'Scenario B is 0 of 5 successive broker-day closes with at least 5000.00 USD.',
        '',
      ].join('\n'),
    );
    expect(await ats('governance', 'release', '--reason', 'enough of it')).toMatchObject({
      code: 0,
      stdout: 'The deposit decides again in the log; no engine runs, the next start finds it so.\n',
    });
    expect(faultIn(await ats('governance', '--json', 'release', '--reason', 'again'))).toMatchObject({
      code: 'REQUEST_INVALID',
    });
  });

  test('refuses a scenario that there is not, and a word without a reason', async () => {
    expect(faultIn(await ats('governance', 'force', 'C', '--reason', 'why not', '--json')).code).toBe(
      'REQUEST_INVALID',
    );
    expect(faultIn(await ats('governance', 'hold', '--json')).code).toBe('REQUEST_INVALID');
  });
});

describe('halt and resume', () => {
  beforeEach(async () => {
    const opened = await openDataFolder(folder, 'cli');
    if (opened.ok) await opened.value[Symbol.asyncDispose]();
  });

  test('refuse a folder on which no cockpit ever ran', async () => {
    const ended = await ats('halt', '--reason', 'lunch', '--data', path.join(parent, 'mistyped'), '--json');
    expect(faultIn(ended)).toMatchObject({ code: 'ENGINE_NOT_RUNNING' });
    expect(ended.code).toBe(1);
  });

  test('change the log of a folder at rest', async () => {
    for (const kind of ['halt', 'resume']) {
      const ended = await ats(kind, '--reason', 'lunch', '--json');
      expect(objectIn(ended)).toEqual({ kind, reason: 'lunch', wasRunning: false, folder });
      expect(ended).toMatchObject({ code: 0, stderr: '' });
    }
  });

  test('say in a sentence what they did', async () => {
    expect(await ats('halt', '--reason', 'lunch')).toEqual({
      code: 0,
      stdout: 'Trading is halted in the log; no engine runs, the next start finds it so.\n',
      stderr: '',
    });
  });

  test('reach a running engine, whose status tells it', async () => {
    await using engine = await startHeadlessEngine({ data: folder, words: ['--no-launch-terminal'] });
    expect(objectIn(await ats('halt', '--reason', 'news', '--json'))).toMatchObject({ wasRunning: true });
    const status = await ats('status', '--json');
    expect(objectIn(status)).toMatchObject({
      isRunning: true,
      isSafeToTrade: false,
      tradingState: { state: 'halted', reason: 'news' },
      reasons: expect.arrayContaining(['trading is halted: news']) as string[],
    });
    expect(status.code).toBe(3);
    const readable = await ats('status');
    expect(readable).toMatchObject({ code: 3, stdout: expect.stringContaining('halted (news)') as string });
    expect(engine.complaints()).not.toContain('ERROR');
  });

  test('refuse a reason that says nothing', async () => {
    const ended = await ats('halt', '--reason', ' ', '--json');
    expect(faultIn(ended)).toMatchObject({ code: 'REQUEST_INVALID' });
    expect(ended.code).toBe(1);
  });
});

describe('import', () => {
  test('stores a gzipped file once, and tells the figures of both tries', async () => {
    const file = fileWith('minutes.csv.gz', gzipSync(minutes(300)));
    const first = await ats('import', file, ...gold, '--json');
    expect(objectIn(first)).toMatchObject({
      symbol: 'XAUUSD',
      timeframe: 'M1',
      source: 'import',
      read: 300,
      inserted: 300,
      duplicates: 0,
      refused: 0,
      disagreements: 0,
      first: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/) as string,
    });
    expect(first.code).toBe(0);
    const second = await ats('import', file, ...gold, '--json');
    expect(objectIn(second)).toMatchObject({ isKnown: true, read: 300, inserted: 0, duplicates: 300 });
    expect(second.code).toBe(0);
  });

  test('is listed with its report', async () => {
    expect(objectIn(await ats('imports', '--json'))).toEqual({ imports: [] });
    const file = fileWith('minutes.csv', minutes(300));
    await ats('import', file, ...gold, '--json');
    expect(objectIn(await ats('imports', '--json'))).toMatchObject({
      imports: [{ file: 'minutes.csv', recordsCommitted: 300, report: { kind: 'bars', inserted: 300 } }],
    });
    expect((await ats('imports')).stdout).toContain('XAUUSD M1 as "import"');
  });

  test('says in words what it took', async () => {
    const file = fileWith('minutes.csv', minutes(300));
    const { code, stdout } = await ats('import', file, ...gold);
    expect(stdout).toMatch(/^XAUUSD M1 \(.*\), kept as "import": 300 rows, 300 new/);
    expect(code).toBe(0);
    expect((await ats('import', file, ...gold)).stdout).toMatch(
      /^These bytes were imported before.*\n.*300 rows, 0 new/,
    );
  });

  test('asks the engine that runs on the folder, and is known there', async () => {
    await using engine = await startHeadlessEngine({ data: folder, words: ['--no-launch-terminal'] });
    const file = fileWith('minutes.csv', minutes(300));
    expect(objectIn(await ats('import', file, ...gold, '--json'))).toMatchObject({ kind: 'bars', inserted: 300 });
    expect(objectIn(await ats('import', file, ...gold, '--json'))).toMatchObject({ isKnown: true });
    expect(engine.complaints()).not.toContain('ERROR');
  });

  test('of a file that cannot be read as bars is a fault that says why', async () => {
    const cases: readonly (readonly [file: string, code: string])[] = [
      [path.join(parent, 'nowhere.csv'), 'FILE_NOT_FOUND'],
      [parent, 'FILE_UNREADABLE'],
      [fileWith('empty.csv', ''), 'FILE_EMPTY'],
      [fileWith('cut.csv.gz', gzipSync(minutes(300)).subarray(0, -20)), 'FILE_TRUNCATED'],
      [fileWith('damaged.csv.gz', Buffer.from(gzipSync(minutes(300))).fill(0xff, 200, 260)), 'FILE_DAMAGED'],
      [fileWith('archive.zip', Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 1])), 'FILE_BINARY'],
      [fileWith('shopping.csv', 'item,price\nmilk,2\n'), 'FORMAT_UNKNOWN'],
    ];
    const told = await Promise.all(
      cases.map(async ([file], index) => {
        const own = path.join(parent, `cockpit-${index}`);
        const ended = await ats('import', file, ...gold, '--data', own, '--json');
        expect(ended.stderr).toContain(faultIn(ended).message);
        return [file, faultIn(ended).code, ended.code];
      }),
    );
    expect(told).toEqual(cases.map(([file, code]) => [file, code, 1]));
  });

  test('by another clock than there is, or of the terminal’s own name, is a fault', async () => {
    const file = fileWith('minutes.csv', minutes(300));
    const clock = await ats('import', file, '--symbol', 'XAUUSD', '--clock', 'mars', '--json');
    expect(faultIn(clock)).toMatchObject({ code: 'CLOCK_RULE_UNKNOWN' });
    const source = await ats('import', file, ...gold, '--source', 'terminal', '--json');
    expect(faultIn(source)).toMatchObject({ code: 'VALUE_INVALID' });
    expect([clock.code, source.code]).toEqual([1, 1]);
  });
});

describe('adviser', () => {
  const mql5 = (...names: readonly string[]): string => path.join(parent, 'Терминал MT5', 'MQL5', ...names);

  test('pair makes a token, shows it again, and says what to do with it', async () => {
    const first = await ats('adviser', 'pair', '--json');
    const { token, isNew } = objectIn(first) as { token: string; isNew: boolean };
    expect({ token, isNew, code: first.code }).toEqual({
      token: expect.stringMatching(/^v1\.[A-Z2-7]{32}$/) as string,
      isNew: true,
      code: 0,
    });
    const again = await ats('adviser', 'pair');
    expect(again).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(token) as string });
    expect(again.stdout).toContain('InpToken');
    expect(objectIn(await ats('adviser', 'pair', '--new', '--json'))).not.toMatchObject({ token });
  });

  test('pair --new is refused while an engine holds the folder', async () => {
    await using engine = await startHeadlessEngine({ data: folder, words: ['--no-launch-terminal'] });
    expect(objectIn(await ats('adviser', 'pair', '--json'))).toMatchObject({ isNew: false });
    const refused = await ats('adviser', 'pair', '--new', '--json');
    expect(faultIn(refused)).toMatchObject({ code: 'DATA_FOLDER_IN_USE', facts: { pid: engine.pid } });
    expect(refused.code).toBe(1);
  });

  test('install copies the files into a terminal, and says which', async () => {
    mkdirSync(mql5(), { recursive: true });
    const install = ['adviser', 'install', '--terminal', path.dirname(mql5())];
    const first = await ats(...install, '--json');
    expect(objectIn(first)).toMatchObject({
      terminalFolder: path.dirname(mql5()),
      version: programVersion,
      files: expect.arrayContaining([{ path: 'Experts/ATS/AtsBridge.mq5', change: 'new' }]) as unknown[],
    });
    expect(existsSync(mql5('Services', 'ATS', 'AtsHistory.mq5'))).toBe(true);
    const again = await ats(...install);
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('already; nothing was written') as string });
    rmSync(mql5('Experts', 'ATS', 'AtsBridge.mq5'));
    expect((await ats(...install)).stdout).toMatch(
      /: 1 new, \d+ same\.\n {2}new {5}MQL5\/Experts\/ATS\/AtsBridge\.mq5/,
    );
  });

  test('install refuses a folder that is no terminal’s', async () => {
    const ended = await ats('adviser', 'install', '--terminal', parent, '--json');
    expect(faultIn(ended)).toMatchObject({ code: 'TERMINAL_FOLDER_UNUSABLE' });
    expect(ended.code).toBe(1);
  });

  test('install without a terminal lists those of this user, and installs nothing', async () => {
    const roaming = path.join(parent, 'Roaming');
    const environment = { ATS_DATA: folder, APPDATA: roaming };
    const none = await runToEnd('cli', ['adviser', 'install', '--json'], { environment });
    expect(faultIn(none)).toMatchObject({ code: 'TERMINAL_FOLDER_UNUSABLE' });
    const terminal = path.join(roaming, 'MetaQuotes', 'Terminal', '50CA3DFB');
    mkdirSync(path.join(terminal, 'MQL5'), { recursive: true });
    writeFileSync(path.join(terminal, 'origin.txt'), Buffer.from('\uFEFFC:\\Брокер MT5', 'utf16le'));
    const listed = await runToEnd('cli', ['adviser', 'install', '--json'], { environment });
    expect(objectIn(listed)).toEqual({ terminals: [{ folder: terminal, installation: 'C:\\Брокер MT5' }] });
    expect(listed.code).toBe(1);
    const readable = await runToEnd('cli', ['adviser', 'install'], { environment });
    expect(readable.stdout).toContain(`"${terminal}"  (C:\\Брокер MT5)`);
    expect(existsSync(path.join(terminal, 'MQL5', 'Experts'))).toBe(false);
  });
});

describe('a command line that is wrong', () => {
  test('is one object too, and changes nothing', async () => {
    const lines = [
      [],
      ['frobnicate'],
      ['status', '--loud'],
      ['status', 'now'],
      ['sync', '--symbols', ' , '],
      ['sync', 'XAUUSD'],
      ['status', '--data', ''],
      ['halt'],
      ['resume'],
      ['import', ...gold],
      ['import', 'minutes.csv', '--scale', '0'],
      ['import', 'minutes.csv', ...gold, '--timeframe', 'M7'],
      ['simulate', '--json', '--speed', '0'],
      ['adviser', 'install', '--terminal', ' '],
      ['adviser', 'install', 'here'],
      ['adviser', 'uninstall'],
      ['adviser', 'pair', '--loud'],
    ];
    const told = await Promise.all(
      lines.map(async (words) => {
        const ended = await ats(...(words.includes('--json') ? words : [...words, '--json']));
        return { words, fault: faultIn(ended).code, code: ended.code };
      }),
    );
    expect(told).toEqual(lines.map((words) => ({ words, fault: 'REQUEST_INVALID', code: 1 })));
    expect(existsSync(folder)).toBe(false);
  });

  test('is explained on stderr alone without --json', async () => {
    const { code, stdout, stderr } = await ats('halt');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('--reason');
  });
});

test('help goes to stdout, and to stderr where an object is expected there', async () => {
  const readable = await ats('import', '--help');
  expect(readable).toMatchObject({ code: 0, stdout: expect.stringContaining('--symbol') as string });
  const beside = await ats('import', '--help', '--json');
  expect(beside).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('--symbol') as string });
});

test('a simulated terminal without a cockpit to pair with is a fault', async () => {
  const ended = await ats('simulate', '--json');
  expect(faultIn(ended)).toMatchObject({
    code: 'ENGINE_NOT_RUNNING',
    message: expect.stringContaining(folder) as string,
  });
  expect(ended.code).toBe(1);
});

test('the version is the program’s', async () => {
  expect(await ats('--version')).toEqual({ code: 0, stdout: `${programVersion}\n`, stderr: '' });
});

const onWindows = process.platform === 'win32';
const interrupted = onWindows ? 'skipped: no signals on Windows' : 'when it is interrupted';

test.skipIf(onWindows)(`a simulated terminal sums up what it did (${interrupted})`, async () => {
  await using engine = await startHeadlessEngine({ data: folder, words: ['--no-launch-terminal'] });
  const ended = await runToEnd('cli', ['simulate', '--data', folder, '--json', '--history-days', '1'], {
    interruptAt: '"event":"connected"',
  });
  expect(objectIn(ended)).toEqual({ folder, connected: 1, orders: 0, deals: 0 });
  expect(ended.code).toBe(0);
  expect(engine.complaints()).not.toContain('ERROR');
});
