import type {
  AuthorizedEntry,
  AuthorizedModify,
  AuthorizedReduction,
  EntryAuthority,
  ModifyAuthority,
  ReduceOnlyAuthority,
} from '#shared/trading/authorized.ts';

/** The mark that a gateway demands is given here, to the three `authorize` functions of this folder and to nobody else. */
export const markEntry = (authority: EntryAuthority): AuthorizedEntry => authority as AuthorizedEntry;

export const markReduction = (authority: ReduceOnlyAuthority): AuthorizedReduction => authority as AuthorizedReduction;

export const markModify = (authority: ModifyAuthority): AuthorizedModify => authority as AuthorizedModify;
