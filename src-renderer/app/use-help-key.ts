import { useEffect, useRef } from 'react';
import { isTyping } from '../components/is-typing.ts';

/** `?` opens the help, except where it is typed into a field. */
export function useHelpKey(open: () => void): void {
  const latest = useRef(open);
  useEffect(() => {
    latest.current = open;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === '?' && !isTyping(event) && document.querySelector('dialog[open]') === null) latest.current();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
