import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { readMoment } from '../format/read-moment.ts';
import { minuteStampText } from '../format/time-text.ts';
import { useViewSetting } from '../stream/view-settings.ts';

/** When a bar opened, in the zone that is shown; empty means the newest. What is typed counts once it is entered, or the field is left. */
export function MomentField({
  openTimeUtcMs,
  onChange,
}: {
  readonly openTimeUtcMs: number | null;
  readonly onChange: (openTimeUtcMs: number | null) => void;
}): ReactNode {
  const { t } = useTranslation();
  const zone = useViewSetting('zone');
  const issueId = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [isUnreadable, setUnreadable] = useState(false);
  const shown = openTimeUtcMs === null ? '' : minuteStampText(openTimeUtcMs, zone);
  const enter = (): void => {
    if (typed === null) return;
    const moment = typed.trim() === '' ? null : readMoment(typed, zone);
    setUnreadable(moment === null && typed.trim() !== '');
    if (moment === null && typed.trim() !== '') return;
    setTyped(null);
    if (moment !== openTimeUtcMs) onChange(moment);
  };
  return (
    <label
      className="memory-moment"
      title={t('memory.timeTitle', { zone: zone === 'utc' ? 'UTC' : t('chart.zoneLocalShort') })}
    >
      <span className="memory-label">{t('memory.time')}</span>
      <input
        className="text-field-input"
        type="text"
        autoComplete="off"
        spellCheck={false}
        placeholder={t('memory.newest')}
        value={typed ?? shown}
        aria-invalid={isUnreadable}
        aria-describedby={isUnreadable ? issueId : undefined}
        onChange={(event) => {
          setTyped(event.target.value);
          setUnreadable(false);
        }}
        onBlur={enter}
        onKeyDown={(event) => {
          if (event.key === 'Enter') enter();
        }}
      />
      {isUnreadable && (
        <span className="memory-issue" id={issueId} role="alert">
          {t('memory.timeUnreadable')}
        </span>
      )}
    </label>
  );
}
