import { ipcRenderer } from 'electron';
import type { PortChannel, PortWantedChannel, ShellOrigin } from '#shared/contract/shell-messages.ts';

// A sandboxed preload can load nothing but electron: types alone are imported, and the words they allow are written out here.
const origin: ShellOrigin = 'app://cockpit';
const portWanted: PortWantedChannel = 'ats-port-wanted';
const portGiven: PortChannel = 'ats-port';

/**
 * Hands the page each port to the engine that the shell gives, and exposes nothing else: a port cannot pass a context bridge, so it is posted. The
 * page listens once its scripts have run.
 */
if (window.location.origin === origin) {
  ipcRenderer.on(portGiven, ({ ports }) => {
    window.postMessage(portGiven, origin, [...ports]);
  });
  window.addEventListener('DOMContentLoaded', () => {
    ipcRenderer.send(portWanted);
  });
}
