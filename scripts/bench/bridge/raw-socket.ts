import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';

/** The limit that frames are measured by: writes of the same size over a socket whose bytes nobody looks at, from a process of its own. */
export async function sendRaw(folder: string, count: number, bytes: number): Promise<{ readonly tookMs: number }> {
  const address = path.join(folder, 'raw.sock');
  let received = 0;
  let startedAtMs = 0;
  const server = createServer();
  server.listen(address);
  await once(server, 'listening');
  const done = new Promise<number>((resolve) => {
    server.on('connection', (socket) => {
      startedAtMs = performance.now();
      socket.on('data', (chunk) => {
        received += chunk.length;
        if (received === count * bytes) resolve(performance.now() - startedAtMs);
      });
    });
  });
  const sender = spawn(process.execPath, ['-e', sendingProgram, address, String(count), String(bytes)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const tookMs = await done;
  sender.kill();
  server.close();
  return { tookMs };
}

/** As many writes of one frame in one turn as the feeder has under way. */
const sendingProgram = `
const [, address, count, bytes] = process.argv;
const frame = Buffer.alloc(Number(bytes));
const socket = require('node:net').connect(address, () => {
  let sent = 0;
  const send = () => {
    const batch = Math.min(48, Number(count) - sent);
    socket.cork();
    for (let i = 0; i < batch; i++) socket.write(frame);
    socket.uncork();
    sent += batch;
    if (sent < Number(count)) setImmediate(send);
  };
  send();
});
`;
