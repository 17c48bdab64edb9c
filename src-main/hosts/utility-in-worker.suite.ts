import { parentPort } from 'node:worker_threads';
import { assertDefined } from '#shared/base/assert.ts';
import type { ParentPort } from './parent-port.ts';

/**
 * The built utility process in a worker thread, whose port to its parent does what Electron's does: it carries `{data, ports}` and, unlike
 * the channel of a forked Node, real ports.
 */
const port = assertDefined(parentPort, 'this runs as a worker');

const shell: ParentPort = {
  postMessage: (message) => {
    port.postMessage(message);
  },
  on: (_, listener) => port.on('message', listener),
};

Object.defineProperty(process, 'parentPort', { value: shell });
await import(new URL('../../out/main/utility.js', import.meta.url).href);
