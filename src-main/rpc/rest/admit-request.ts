import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { accessScopeSchema, type AccessScope } from '#shared/contract/access-scope.ts';
import type { AccessTokens } from '#main/ports/access-tokens.ts';
import { isSameSecret } from '../is-same-secret.ts';

/** Who bears a token, and what it lets him do. */
export interface Access {
  readonly name: string;
  readonly scopes: readonly AccessScope[];
}

export interface TokenHolders {
  /** The window's own, which may do all. */
  readonly sessionToken: string;
  readonly tokens: AccessTokens;
}

/** Of the window's token; no other token can have a name with a space in it. */
export const sessionName = 'the session';

/** What the header `Authorization` lets its sender do. UNAUTHORIZED without a token, TOKEN_UNKNOWN for one that was never made, was revoked or has expired. */
export function admitRequest(authorization: string | undefined, holders: TokenHolders): Result<Access, Fault> {
  const token = /^Bearer +([!-~]{1,256})$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) return err(unauthorized);
  if (isSameSecret(token, holders.sessionToken)) return ok({ name: sessionName, scopes: accessScopeSchema.options });
  const grant = holders.tokens.find(token);
  return grant === null ? err(unknown) : ok({ name: grant.name, scopes: grant.scopes });
}

const unauthorized = fault('UNAUTHORIZED', 'A token is needed: send the header “Authorization: Bearer TOKEN”.');

const unknown = fault(
  'TOKEN_UNKNOWN',
  'This token was never made here, was revoked, or has expired; see “ats token list”.',
);
