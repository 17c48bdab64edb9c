import type { ShellOrigin } from '#shared/contract/shell-messages.ts';
import { connectByPorts } from './connect-by-ports.ts';
import { connectBySocket } from './connect-by-socket.ts';
import type { Connect } from './connection.ts';

/** How the window reaches the engine: from the shell by a message port, from a browser by a socket on loopback, or not at all. */
export type Way = { readonly kind: 'ready'; readonly connect: Connect } | { readonly kind: 'noKey' };

const shellOrigin: ShellOrigin = 'app://cockpit';
const keyName = 'ats-token';

export function wayToEngine(): Way {
  if (window.location.origin === shellOrigin) return { kind: 'ready', connect: connectByPorts(window) };
  const token = takeToken();
  return token === null ? { kind: 'noKey' } : { kind: 'ready', connect: connectBySocket(token) };
}

/**
 * The token leaves the address at once, so that it is neither in the history nor in a screenshot, and lives as long as the tab does. An
 * address with another token, opened in the same tab, changes nothing but the part after the `#`: the page is loaded anew for it.
 */
function takeToken(): string | null {
  window.addEventListener('hashchange', () => window.location.reload());
  const given = new URLSearchParams(window.location.hash.slice(1)).get('token');
  if (given === null) return window.sessionStorage.getItem(keyName);
  window.sessionStorage.setItem(keyName, given);
  window.history.replaceState(null, '', window.location.pathname + window.location.search);
  return given;
}
