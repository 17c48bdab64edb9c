import { useEffect } from 'react';
import { useLink } from '../stream/cockpit-context.ts';

const reloadedFor = 'ats-reloaded-for';

/** An engine with another contract most likely serves another window too: it is fetched once. If that did not help, the message stays. */
export function useReloadOnOtherVersion(): void {
  const link = useLink();
  useEffect(() => {
    if (link.kind === 'connected') window.sessionStorage.removeItem(reloadedFor);
    if (link.kind !== 'otherVersion' || window.sessionStorage.getItem(reloadedFor) === link.engineVersion) return;
    window.sessionStorage.setItem(reloadedFor, link.engineVersion);
    window.location.reload();
  }, [link]);
}
