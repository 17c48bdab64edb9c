import { useEffect, useRef } from 'react';
import { isTyping } from '../components/is-typing.ts';
import { useViewSetting } from '../stream/view-settings.ts';

/**
 * Ctrl+Enter approves, Ctrl+Backspace goes to the reason for a rejection. Only where the trader has turned trading keys on, never on a held
 * key, never while a dialog is open, and never from a field: who writes why he rejects, and ends it with Ctrl+Enter, does not approve.
 */
export function useTradingKeys(keys: { readonly approve: () => void; readonly goToReason: () => void }): void {
  const areOn = useViewSetting('areTradingKeysOn');
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    if (!areOn) return;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!event.ctrlKey || event.repeat || isTyping(event) || document.querySelector('dialog[open]') !== null) return;
      if (event.key === 'Enter') {
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
