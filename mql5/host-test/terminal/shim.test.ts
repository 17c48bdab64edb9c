import { readFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { whySkipped } from '../build/variant.ts';
import { ask, AdviserRig, buildMsMax, buildProbes } from './adviser-rig.suite.ts';
import { losePower } from './lose-power.ts';
import { filesFolder } from './start-adviser.ts';

const why = whySkipped('plain');

const variants = ['plain', 'sanitized'] as const;

describe.skipIf(why !== null)(why ?? 'the host that runs MQL5 programs', () => {
  beforeAll(buildProbes, buildMsMax);

  test.each(variants)(
    'arrays, strings, times, hashes and files behave as in MQL5 (%s)',
    async (variant) => {
      await using rig = await AdviserRig.start();
      const { host } = await rig.run('ShimProbe', { variant });
      expect(host.prints).toEqual(['PROBE 0 failures']);
      expect(host.initCode).toBe(0);
    },
    buildMsMax,
  );

  test('inputs reach the program, and OnDeinit its end', async () => {
    await using rig = await AdviserRig.start();
    const adviser = await rig.run('TradeProbe', { inputs: { InpNote: 'one two' } });
    expect(adviser.host.prints).toEqual(['INIT EURUSD one two 5001234 Scripted-Demo']);
    await adviser.stop();
    expect(adviser.host.prints.at(-1)).toBe('DEINIT 1');
    expect(await adviser.ended).toEqual({ kind: 'ended', reason: 1 });
    expect(await adviser.exitCode).toBe(0);
  });

  test('simulated time fires the timer once for each period, rounded up to the resolution', async () => {
    await using rig = await AdviserRig.start();
    const coarse = await rig.run('TradeProbe', { inputs: { InpTimerMs: 20 }, setup: { timerResolutionMs: 16 } });
    const fine = await rig.run('TradeProbe', { inputs: { InpTimerMs: 20 }, setup: { timerResolutionMs: 1 } });
    await rig.terminal.step(640);
    expect((await ask(rig, coarse, 'state'))[0]).toContain('timers=20');
    expect((await ask(rig, fine, 'state'))[0]).toContain('timers=33');
  });

  test('ticks of one step are one OnTick, and all of them are in the base', async () => {
    await using rig = await AdviserRig.start();
    const adviser = await rig.run('TradeProbe');
    for (let i = 0; i < 500; i += 1) rig.terminal.tick('EURUSD', { bid: 1.1 + i / 1e5, ask: 1.1002 + i / 1e5 });
    await rig.terminal.settle();
    expect((await ask(rig, adviser, 'state'))[0]).toContain('ticks=1 ');
    expect((await ask(rig, adviser, 'market'))[0]).toBe('TICKS 501 0');
  });

  test.each(variants)(
    'bars of five minutes are made of the ticks, and follow a correction of their minutes (%s)',
    async (variant) => {
      await using rig = await AdviserRig.start();
      const adviser = await rig.run('TradeProbe', { variant });
      rig.terminal.tick('EURUSD', { bid: 1.2, ask: 1.2001 });
      rig.terminal.tick('EURUSD', { bid: 1.15, ask: 1.1501 });
      expect((await ask(rig, adviser, 'market'))[1]).toBe('BARS 1 1.20000 1.15000 3');
      const openSecond = Math.floor(rig.terminal.serverMs / 60_000) * 60;
      rig.terminal.market.setBars('EURUSD', 1, [
        { openSecond, open: 1, high: 1.3, low: 1, close: 1.25, tickVolume: 9 },
      ]);
      expect((await ask(rig, adviser, 'market'))[1]).toBe('BARS 1 1.30000 1.25000 9');
    },
    buildMsMax,
  );

  test('an index out of range ends the program as a critical error', async () => {
    await using rig = await AdviserRig.start();
    const adviser = await rig.run('TradeProbe');
    adviser.host.click('crash');
    await rig.terminal.step(10);
    expect(await adviser.ended).toEqual({ kind: 'critical', what: 'array out of range' });
  });

  test('the chart shows a comment and a button', async () => {
    await using rig = await AdviserRig.start();
    const adviser = await rig.run('TradeProbe');
    await ask(rig, adviser, 'button');
    expect(adviser.host.comment).toBe('status 1.5');
    expect(adviser.host.objects.get('flatten')?.get('OBJPROP_TEXT')).toBe('Flatten');
  });

  describe('what survives', () => {
    const journal = (rig: AdviserRig): Promise<string> =>
      readFile(join(filesFolder(rig.folder), 'Probe/journal.log'), 'hex');
    const line = '0001020304050607';

    test('a loss of power takes what was not flushed, and a kill what was not handed over', async () => {
      await using rig = await AdviserRig.start();
      const adviser = await rig.run('TradeProbe');
      await ask(rig, adviser, 'append', 'flushed');
      await ask(rig, adviser, 'append', 'kept');
      await adviser.kill();
      // A closed file was handed to the system: a kill takes nothing of it.
      expect(await journal(rig)).toBe(line + line);
      expect(await losePower(rig.folder)).toEqual([{ file: 'Probe/journal.log', flushed: 8, was: 16, kept: 8 }]);
      expect(await journal(rig)).toBe(line);
      expect(await losePower(rig.folder)).toEqual([]);
    });

    test('a death before the flush leaves nothing of the write, and one after it the whole', async () => {
      await using rig = await AdviserRig.start();
      for (const when of ['before', 'after'] as const) {
        const death = { when, call: 'FileFlush', subject: 'journal', nth: 1 };
        const adviser = await rig.run('TradeProbe', { setup: { death } });
        adviser.host.click('append flushed');
        await rig.terminal.step(10);
        expect(await adviser.ended).toEqual({ kind: 'died', when, call: 'FileFlush', subject: 'Probe\\journal.log' });
        expect(await adviser.exitCode).toBe(86);
        expect(await journal(rig)).toBe(when === 'before' ? '' : line);
      }
    });

    test('the port calls of a run are listed by number, name and subject', async () => {
      await using rig = await AdviserRig.start();
      const adviser = await rig.run('TradeProbe', { setup: { tracesPortCalls: true } });
      await ask(rig, adviser, 'append', 'flushed');
      expect(adviser.host.portCalls.map(({ number, call }) => `${number} ${call}`)).toEqual([
        '1 EventSetMillisecondTimer',
        '2 FileOpen',
        '3 FileWrite',
        '4 FileFlush',
        '5 FileClose',
      ]);
    });

    test('a full disk and a file that cannot be opened are told by the error', async () => {
      await using rig = await AdviserRig.start();
      const adviser = await rig.run('TradeProbe');
      adviser.host.fault({ fault: 'failFileWrite', times: 1, about: 'journal' });
      expect(await ask(rig, adviser, 'append', 'flushed')).toEqual(['JOURNAL 0']);
      adviser.host.fault({ fault: 'failFileWrite', times: 1, argument: 3 });
      expect(await ask(rig, adviser, 'append', 'flushed')).toEqual(['JOURNAL 3']);
      adviser.host.fault({ fault: 'failFileOpen', times: 1 });
      expect(await ask(rig, adviser, 'append', 'flushed')).toEqual(['JOURNAL error 5004']);
      expect(await ask(rig, adviser, 'append', 'flushed')).toEqual(['JOURNAL 8']);
    });

    test('global variables outlive the process, and a loss of power where they were flushed', async () => {
      await using rig = await AdviserRig.start();
      const adviser = await rig.run('TradeProbe');
      await ask(rig, adviser, 'global', 'halt', '1');
      expect(rig.terminal.globals.get('halt')).toBe(1);
      rig.terminal.globals.losePower();
      expect(rig.terminal.globals.get('halt')).toBeNull();
    });
  });

  describe('its faults', () => {
    test('a terminal without history says so', async () => {
      await using rig = await AdviserRig.start();
      const faults = [
        { fault: 'copyTicksError', times: 1, argument: 4403 },
        { fault: 'notSynchronized', times: 1 },
      ] as const;
      const adviser = await rig.run('TradeProbe', { setup: { faults } });
      expect(await ask(rig, adviser, 'market')).toEqual([
        'TICKS -1 4403',
        'BARS 1 1.10000 1.10000 1',
        'SYNCHRONIZED 0',
      ]);
      expect((await ask(rig, adviser, 'market')).at(-1)).toBe('SYNCHRONIZED 1');
    });

    test('transactions that a program does not get to push out the oldest', async () => {
      await using rig = await AdviserRig.start();
      const adviser = await rig.run('TradeProbe', { setup: { transactionsMax: 2 } });
      rig.terminal.trade({ symbol: 'EURUSD', side: 'buy', volume: 0.1 });
      await rig.terminal.settle();
      expect(adviser.host.prints.slice(1)).toEqual(['TX ORDER_DELETE', 'TX HISTORY_ADD']);
      expect((await adviser.host.statistics()).transactionsDropped).toBe(2);
    });
  });

  describe('the pipe', () => {
    interface PipeServer extends AsyncDisposable {
      readonly sockets: Socket[];
    }

    async function listen(rig: AdviserRig, onSocket: (socket: Socket) => void): Promise<PipeServer> {
      const sockets: Socket[] = [];
      // A socket that flows has read once before anybody can pause it.
      const server: Server = createServer({ pauseOnConnect: true }, (socket) => {
        sockets.push(socket);
        onSocket(socket);
      });
      await new Promise<void>((resolve) => server.listen(join(rig.folder, 'probe.sock'), resolve));
      return {
        sockets,
        [Symbol.asyncDispose]: async () => {
          for (const socket of sockets) socket.destroy();
          await new Promise((resolve) => server.close(resolve));
        },
      };
    }

    const until = async (isSo: () => boolean): Promise<void> => {
      for (let i = 0; i < 500 && !isSo(); i += 1) await sleep(10);
      expect(isSo()).toBe(true);
    };

    const realTime = (): Promise<AdviserRig> => AdviserRig.start({ time: 'real' });

    test('a service reconnects until the pipe is there, reads what is available, and answers', async () => {
      await using rig = await realTime();
      const service = await rig.run('PipeProbe');
      await until(() => service.host.prints.includes('OPEN failed 5004'));
      let received = 0;
      await using pipe = await listen(rig, (socket) => {
        socket.on('data', (bytes) => (received += bytes.length)).resume();
        socket.write(Buffer.from([2]));
      });
      await until(() => received === 2048);
      await until(() => service.host.prints.includes('WROTE 2'));
      pipe.sockets[0]?.destroy();
      await until(() => service.host.prints.includes('GONE'));
      const statistics = await service.stop();
      expect(statistics).toMatchObject({
        pipesOpened: 1,
        pipeBytesRead: 1,
        pipeBytesWritten: 2048,
        framesWritten: 2,
        ruleViolations: 0,
        writesThatWouldBlock: 0,
      });
      expect(statistics?.unacknowledgedMax).toBe(2048);
    });

    test('a write behind 64 KiB that nobody reads is counted and waits', async () => {
      await using rig = await realTime();
      await using pipe = await listen(rig, () => undefined);
      const service = await rig.run('PipeProbe', { inputs: { InpFrames: 65 } });
      await until(() => pipe.sockets.length === 1);
      await sleep(200);
      expect(service.host.prints).not.toContain('WROTE 65');
      pipe.sockets[0]?.resume();
      await until(() => service.host.prints.includes('WROTE 65'));
      const statistics = await service.stop();
      expect(statistics).toMatchObject({ writesThatWouldBlock: 1, unacknowledgedMax: 65 * 1024 });
    });

    test('64 KiB are taken without waiting, however small the writes', async () => {
      await using rig = await realTime();
      await using pipe = await listen(rig, () => undefined);
      const service = await rig.run('PipeProbe', { inputs: { InpFrames: 64 } });
      await until(() => service.host.prints.includes('WROTE 64'));
      await until(() => pipe.sockets.length === 1);
      expect(await service.host.statistics()).toMatchObject({ writesThatWouldBlock: 0, unreadMax: 64 * 1024 });
    });

    test('a write after a read without a seek is a violation', async () => {
      await using rig = await realTime();
      await using pipe = await listen(rig, (socket) => {
        socket.resume();
        socket.write(Buffer.from([1]));
      });
      const service = await rig.run('PipeProbe', { inputs: { InpKeepsRules: false } });
      await until(() => service.host.prints.includes('WROTE 1'));
      await until(() => pipe.sockets.length === 1);
      expect(await service.host.statistics()).toMatchObject({ ruleViolations: 1 });
    });

    test('short reads and a size that lags lose nothing', async () => {
      await using rig = await realTime();
      await using pipe = await listen(rig, (socket) => {
        socket.resume();
        socket.write(Buffer.from([0, 0, 0, 0, 0]));
      });
      const faults = [
        { fault: 'laggingFileSize', times: 3 },
        { fault: 'shortRead', times: 'always', argument: 2 },
      ] as const;
      const service = await rig.run('PipeProbe', { setup: { faults } });
      await until(() => service.host.prints.filter((it) => it.startsWith('READ')).length === 3);
      await until(() => pipe.sockets.length === 1);
      expect(service.host.prints.filter((it) => it.startsWith('READ'))).toEqual([
        'READ 2 of 5',
        'READ 2 of 3',
        'READ 1 of 1',
      ]);
    });
  });

  test('statistics are kept in the terminal at the end', async () => {
    await using rig = await AdviserRig.start();
    const adviser = await rig.run('TradeProbe');
    await rig.terminal.step(100);
    expect(await adviser.stop()).toMatchObject({ prints: 2, portCalls: 1, ticksSeen: 0 });
  });
});
