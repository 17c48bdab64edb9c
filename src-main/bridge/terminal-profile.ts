import { fault, type Fault } from '#shared/base/fault.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import type { AccountIdentity } from '#shared/trading/account.ts';

/** Which terminal is expected behind the pipe, and how its server keeps time. Null: any. */
export interface TerminalProfile {
  readonly name: string;
  readonly clockRule: ClockRule;
  readonly server: string | null;
  readonly login: string | null;
  readonly tradeMode: AccountIdentity['tradeMode'] | null;
}

/** Why the account is not the profile's, or null where it is. */
export function profileMismatch(profile: TerminalProfile, account: AccountIdentity): Fault | null {
  const members = ['server', 'login', 'tradeMode'] as const;
  const odd = members.find((member) => profile[member] !== null && profile[member] !== account[member]);
  if (odd === undefined) return null;
  const { server, login, tradeMode } = account;
  return fault(
    'ACCOUNT_CHANGED',
    `The terminal stands on account ${login} at ${server} (${tradeMode}). The profile “${profile.name}” expects ${inWords(profile)}. Nothing was taken from it. Log the terminal in to that account, or choose another profile in the settings.`,
    { profile: profile.name, server, login, tradeMode },
  );
}

const inWords = ({ server, login, tradeMode }: TerminalProfile): string =>
  [
    login === null ? 'an account' : `account ${login}`,
    ...(server === null ? [] : [`at ${server}`]),
    ...(tradeMode === null ? [] : [`(${tradeMode})`]),
  ].join(' ');
