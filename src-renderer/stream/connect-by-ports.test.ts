import { RPCHandler } from '@orpc/server/message-port';
import { implement } from '@orpc/server';
import { expect, test } from 'vitest';
import { contract } from '#shared/contract/contract.ts';
import { connectByPorts } from './connect-by-ports.ts';

const os = implement(contract);
const never = AbortSignal.any([]);

/** Posts a port as the preload does; the other end answers as an engine of this name. */
function post(page: EventTarget, program: string, { source = page, data = 'ats-port' } = {}): MessagePort {
  const { port1, port2 } = new MessageChannel();
  new RPCHandler({ version: os.version.handler(() => ({ major: 1, minor: 0, program })) }).upgrade(port2);
  port2.start();
  page.dispatchEvent(Object.assign(new Event('message'), { source, data, ports: [port1] }));
  return port2;
}

test('waits for the port and speaks the contract over it', async () => {
  const page = new EventTarget();
  const connecting = connectByPorts(page)(never);
  const far = post(page, 'first');
  const { client } = await connecting;
  expect(await client.version()).toEqual({ major: 1, minor: 0, program: 'first' });
  far.close();
});

test('keeps a port that is open: letting go of it and connecting again gives the same one', async () => {
  const page = new EventTarget();
  const connect = connectByPorts(page);
  const far = post(page, 'first');
  const first = await connect(never);
  first.close();
  expect(await connect(never)).toBe(first);
  far.close();
});

test('a new port takes the place of the old one, whose connection ends', async () => {
  const page = new EventTarget();
  const connect = connectByPorts(page);
  post(page, 'first');
  const first = await connect(never);
  const far = post(page, 'second');
  await first.closed;
  const second = await connect(never);
  expect((await second.client.version()).program).toBe('second');
  far.close();
});

test('when the engine ends, its port ends the connection, and the next port is waited for', async () => {
  const page = new EventTarget();
  const connect = connectByPorts(page);
  const far = post(page, 'first');
  const first = await connect(never);
  far.close();
  await first.closed;
  const connecting = connect(never);
  const next = post(page, 'second');
  expect((await (await connecting).client.version()).program).toBe('second');
  next.close();
});

test('messages of others are not ports, and waiting can be given up', async () => {
  const page = new EventTarget();
  const patience = new AbortController();
  const connecting = connectByPorts(page)(patience.signal);
  const ports = [post(page, 'frame', { source: new EventTarget() }), post(page, 'other', { data: 'something else' })];
  patience.abort();
  await expect(connecting).rejects.toThrow('the shell gave no port');
  for (const port of ports) port.close();
});
