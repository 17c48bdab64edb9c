import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Actor } from '#shared/events/engine-event.ts';
import { isOwnHost } from './is-own-host.ts';
import { isSameSecret } from './is-same-secret.ts';

/** Where the contract is served, and under which subprotocol the token travels: a browser cannot set a header on a WebSocket. */
export const contractPath = '/contract';
export const tokenProtocolPrefix = 'ats-token.';

export interface Upgrade {
  readonly path: string | undefined;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** The header `Sec-WebSocket-Protocol` as it came. */
  readonly protocols: string | undefined;
}

export interface UpgradeRefusal {
  readonly status: 401 | 403 | 404;
  readonly fault: Fault;
}

/**
 * Who may open the contract: whoever names us as the host, comes from our own page or from no page at all, and knows the token. Pages send an
 * Origin and programs do not, so that is also who the caller is.
 */
export function admitUpgrade(
  upgrade: Upgrade,
  expected: { readonly port: number; readonly token: string },
): Result<Actor, UpgradeRefusal> {
  if (upgrade.path !== contractPath) {
    return err({ status: 404, fault: fault('REQUEST_INVALID', 'Nothing is served here.') });
  }
  if (!isOwnHost(upgrade.host, expected.port)) return err({ status: 403, fault: unauthorized });
  if (upgrade.origin !== undefined && upgrade.origin !== `http://${upgrade.host}`) {
    return err({ status: 403, fault: unauthorized });
  }
  const protocol = tokenProtocol((upgrade.protocols ?? '').split(/,\s*/));
  if (protocol === null || !isSameSecret(protocol, tokenProtocolPrefix + expected.token)) {
    return err({ status: 401, fault: unauthorized });
  }
  return ok(upgrade.origin === undefined ? 'cli' : 'window');
}

const unauthorized = fault('UNAUTHORIZED', 'The engine does not accept this connection.');

/** The subprotocol that carries the token; it is also the one to answer with, as a browser hangs up where none of its own is chosen. */
export function tokenProtocol(protocols: Iterable<string>): string | null {
  for (const protocol of protocols) if (protocol.startsWith(tokenProtocolPrefix)) return protocol;
  return null;
}
