import type { Instrument } from '#shared/market/instrument.ts';
import type { ReactNode } from 'react';
import { TextField } from '../components/text-field.tsx';
import { priceText } from '../format/price-text.ts';
import { readNumber } from '../format/read-number.ts';

/** Ticks that an arrow key moves a level by; with Shift the larger. */
const [smallStep, largeStep] = [1, 10] as const;

/** A price as it is typed; the arrow keys move it by ticks. */
export function LevelField({
  label,
  text,
  placeholder,
  isFirst = false,
  isInvalid,
  instrument,
  onType,
}: {
  readonly label: string;
  readonly text: string;
  readonly placeholder?: string;
  /** Has the focus at first. */
  readonly isFirst?: boolean;
  readonly isInvalid: boolean;
  readonly instrument: Instrument;
  readonly onType: (text: string) => void;
}): ReactNode {
  const moveBy = (ticks: number): void => {
    const level = readNumber(text);
    const moved = level === null ? 0 : level + ticks * instrument.tickSize;
    if (moved > 0) onType(priceText(moved, instrument));
  };
  return (
    <TextField
      label={label}
      inputMode="decimal"
      value={text}
      {...(placeholder !== undefined && { placeholder })}
      {...(isFirst && { 'data-first-focus': true })}
      aria-invalid={isInvalid}
      onChange={onType}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
        event.preventDefault();
        moveBy((event.key === 'ArrowUp' ? 1 : -1) * (event.shiftKey ? largeStep : smallStep));
      }}
    />
  );
}
