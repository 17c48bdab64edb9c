import { assertDefined } from '#shared/base/assert.ts';
import type { TerminalProfile } from '#main/bridge/terminal-profile.ts';
import type { Settings } from './settings.ts';

/** Which terminal these settings expect behind the pipe, and how its server keeps time. */
export function terminalProfileOf({ terminal, clockRule, profile, profiles }: Settings): TerminalProfile {
  const chosen =
    profile === null
      ? { name: 'default', clockRule, server: null, login: null, tradeMode: null }
      : { name: profile, ...assertDefined(profiles[profile], 'the settings name a profile that they hold') };
  return terminal === 'mt5' ? chosen : { ...chosen, server: null, login: null, tradeMode: 'simulated' };
}
