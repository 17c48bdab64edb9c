import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { seededRandom } from '#shared/base/seeded-random.ts';

/** Some bytes on their way, of one connection. */
export interface Passing {
  readonly from: 'client' | 'server';
  readonly bytes: Buffer;
}

/** What becomes of them: they pass; they are lost and the connection is cut; they pass and then it is cut. */
export type Verdict = 'pass' | 'cut' | 'passThenCut';

export type Judge = (passing: Passing) => Verdict;

/** Stands between a client and a server on loopback, and does to their connections what networks do. */
export interface CuttingProxy extends AsyncDisposable {
  readonly port: number;
  /** How many connections it cut, by request or by its judge. */
  readonly cuts: () => number;
  /** Every connection ends at once, without a farewell; new ones are taken. */
  readonly cut: () => void;
  /** Nothing passes any more, either way, and nothing is said about it: neither an end nor a refusal. */
  readonly hang: () => void;
  /** What was held back passes, and what comes. */
  readonly flow: () => void;
  /** Everything takes so much longer, either way; zero again takes it away. */
  readonly delay: (ms: number) => void;
  /** As if there were no server: connections are cut, and new ones refused. */
  readonly refuse: () => Promise<void>;
  readonly accept: () => Promise<void>;
  /** Asks of all that passes from now on, until it is told another; null lets everything pass. */
  readonly judge: (judge: Judge | null) => void;
}

export async function startCuttingProxy(targetPort: number): Promise<CuttingProxy> {
  const pairs = new Set<Pair>();
  const rules: Rules = { isHung: false, delayMs: 0, judge: null };
  let cuts = 0;

  const cutPair = (pair: Pair): void => {
    if (!pairs.delete(pair)) return;
    cuts += 1;
    pair.client.resetAndDestroy();
    pair.server.resetAndDestroy();
  };
  const cut = (): void => {
    for (const pair of [...pairs]) cutPair(pair);
  };
  const later = (run: () => void): void => {
    if (rules.delayMs === 0) run();
    else setTimeout(run, rules.delayMs);
  };
  const carry = (pair: Pair, from: Passing['from']): void => {
    const [source, target] = from === 'client' ? [pair.client, pair.server] : [pair.server, pair.client];
    source.setNoDelay(true);
    source.on('data', (bytes: Buffer) => {
      const verdict = rules.judge?.({ from, bytes }) ?? 'pass';
      if (verdict === 'cut') return cutPair(pair);
      const pass = (): void => {
        if (verdict === 'pass') target.write(bytes);
        else target.write(bytes, () => cutPair(pair));
      };
      later(pass);
    });
    source.on('end', () => later(() => target.end()));
    // What breaks on one side breaks on the other.
    source.on('error', () => target.destroy());
    source.on('close', () => {
      pairs.delete(pair);
      target.destroy();
    });
  };
  const listener = createServer({ allowHalfOpen: true }, (client) => {
    const pair = { client, server: connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true }) };
    pairs.add(pair);
    carry(pair, 'client');
    carry(pair, 'server');
    if (rules.isHung) pause(pair);
  });
  const port = await listen(listener, 0);
  const stopListening = async (): Promise<void> => {
    if (!listener.listening) return;
    const closed = once(listener, 'close');
    listener.close();
    cut();
    await closed;
  };
  return {
    port,
    cuts: () => cuts,
    cut,
    hang: () => {
      rules.isHung = true;
      for (const pair of pairs) pause(pair);
    },
    flow: () => {
      rules.isHung = false;
      for (const { client, server } of pairs) for (const socket of [client, server]) socket.resume();
    },
    delay: (ms) => {
      rules.delayMs = ms;
    },
    refuse: stopListening,
    accept: async () => {
      if (!listener.listening) await listen(listener, port);
    },
    judge: (judge) => {
      rules.judge = judge;
    },
    [Symbol.asyncDispose]: stopListening,
  };
}

/** Cuts at moments that a seed fixes: that share of all that passes is lost with its connection, and as much again passes before the cut. */
export function cutAtRandom(seed: number, ratio: number): Judge {
  const random = seededRandom(seed);
  return () => {
    const drawn = random();
    if (drawn < ratio) return 'cut';
    return drawn < 2 * ratio ? 'passThenCut' : 'pass';
  };
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

interface Rules {
  isHung: boolean;
  delayMs: number;
  judge: Judge | null;
}

function pause({ client, server }: Pair): void {
  client.pause();
  server.pause();
}

async function listen(listener: Server, port: number): Promise<number> {
  listener.listen(port, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}
