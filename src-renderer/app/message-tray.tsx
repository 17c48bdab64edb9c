import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { Dialog } from '../components/dialog.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Notice } from '../components/notice.tsx';
import { timeText, zoneText } from '../format/time-text.ts';
import { useDeskNowMs } from '../stream/desk-clock.ts';
import { useMessages, type Message } from '../stream/messages.ts';
import './message-tray.css';

/** So long a message stands in the strip; it must not be taken for news later. */
const freshMs = 30_000;

/** The newest message stands in the strip, where it covers neither chart nor ticket; the tray keeps the ones before it. */
export function MessageTray(): ReactNode {
  const { t } = useTranslation();
  const messages = useMessages();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <NewestMessage message={messages[0]} />
      <Button
        look="quiet"
        size="small"
        aria-label={t('messages.title')}
        title={t('messages.title')}
        aria-expanded={isOpen}
        onClick={() => setOpen(true)}
      >
        <Icon name="messages" /> {messages.length > 0 && messages.length}
      </Button>
      {isOpen && (
        <Dialog title={t('messages.title')} onClose={() => setOpen(false)}>
          {messages.length === 0 && <EmptyState title={t('messages.none')} hint={t('messages.noneHint')} />}
          <ul className="message-list">
            {messages.map((message) => (
              <li key={message.id}>
                <MessageNotice message={message} />
              </li>
            ))}
          </ul>
          <div className="dialog-actions">
            <Button data-first-focus onClick={() => setOpen(false)}>
              {t('help.close')}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

function NewestMessage({ message }: { readonly message: Message | undefined }): ReactNode {
  const nowMs = useDeskNowMs();
  const isFresh = message !== undefined && nowMs - message.atMs < freshMs;
  return (
    <span className="message-newest" role="status">
      {isFresh && (
        <span className={`message-text tone-${message.tone}`} title={message.text}>
          {message.title}
        </span>
      )}
    </span>
  );
}

/** On the desk's own clock: messages are about this window. */
function MessageNotice({ message }: { readonly message: Message }): ReactNode {
  const { title, text, tone, atUtcMs } = message;
  return (
    <Notice tone={tone} title={`${timeText(atUtcMs, 'local')} ${zoneText(atUtcMs, 'local')}  ${title}`}>
      {text === '' ? undefined : text}
    </Notice>
  );
}
