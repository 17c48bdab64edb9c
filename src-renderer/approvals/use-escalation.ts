import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCockpit } from '../stream/cockpit-context.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import { AlarmTones } from './alarm-tones.ts';
import { escalate, type Escalated, type EscalationSoFar } from './escalation.ts';

const periodMs = 500;

/**
 * Makes tickets heard, and where the trader allowed it seen beyond this window, as their time runs out. It calls; it never decides. Stands once in the
 * window, whichever panels are in sight.
 */
export function useEscalation(): void {
  const { t } = useTranslation();
  const { store } = useCockpit();
  const areSoundsOn = useViewSetting('areSoundsOn');
  const call = useRef<(told: readonly Escalated[], tones: AlarmTones) => void>(() => undefined);
  useEffect(() => {
    call.current = (told, tones) => {
      for (const { ticket, urgency } of told) {
        if (areSoundsOn) tones.play(urgency);
        const { side, symbol } = ticket.parameters;
        notify(ticket.approvalId, {
          title: t(`escalation.${urgency}`, { side: t(`side.${side}`), symbol }),
          text: t('escalation.text'),
        });
      }
    };
  }, [t, areSoundsOn]);
  useEffect(() => {
    const tones = new AlarmTones();
    let soFar: EscalationSoFar = new Map();
    const look = (): void => {
      const { replica, link } = store.getState();
      if (replica === null || link.kind !== 'connected') return;
      const { told, after } = escalate(soFar, replica.approvals, performance.now());
      soFar = after;
      call.current(told, tones);
    };
    const timer = setInterval(look, periodMs);
    return () => {
      clearInterval(timer);
      tones[Symbol.dispose]();
    };
  }, [store]);
}

/** One for each ticket, replaced as it grows more urgent. Clicking it brings the window to the front, and nothing else. */
function notify(approvalId: string, { title, text }: { readonly title: string; readonly text: string }): void {
  if (!('Notification' in window) || Notification.permission !== 'granted' || document.hasFocus()) return;
  const notification = new Notification(title, { body: text, tag: approvalId });
  notification.addEventListener('click', () => {
    window.focus();
    notification.close();
  });
}
