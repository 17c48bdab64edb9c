import { useEffect, useRef } from 'react';
import { useViewSetting } from '../stream/view-settings.ts';

/** A ticket must have been in sight for so long before a key can approve it: a hand that was already moving meant the one before. */
const seenMinMs = 700;

/**
 * Ctrl+Enter approves, Ctrl+Backspace goes to the reason for a rejection. Only where the trader has turned trading keys on, never on a held
 * key, and never while a dialog is open.
 */
export function useTradingKeys(keys: { readonly approve: () => void; readonly goToReason: () => void }): void {
  const areOn = useViewSetting('areTradingKeysOn');
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    if (!areOn) return;
    const seenSinceMs = performance.now();
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!event.ctrlKey || event.repeat || document.querySelector('dialog[open]') !== null) return;
      if (event.key === 'Enter' && performance.now() - seenSinceMs >= seenMinMs) {
        event.preventDefault();
        latest.current.approve();
      }
      if (event.key === 'Backspace') {
        event.preventDefault();
        latest.current.goToReason();
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [areOn]);
}
