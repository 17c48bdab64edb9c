import type { ReactNode } from 'react';
import { readNumber } from '../format/read-number.ts';
import { TextField } from './text-field.tsx';

/** Steps that an arrow key moves a number by; with Shift the larger. */
const [smallStep, largeStep] = [1, 10] as const;

/** A number as it is typed; the arrow keys move it by steps, and never to zero or below. */
export function StepField({
  label,
  text,
  placeholder,
  isFirst = false,
  isInvalid,
  step,
  textOf,
  onType,
}: {
  readonly label: string;
  readonly text: string;
  readonly placeholder?: string;
  /** Has the focus at first. */
  readonly isFirst?: boolean;
  readonly isInvalid: boolean;
  readonly step: number;
  /** How a number that was moved to is written. */
  readonly textOf: (value: number) => string;
  readonly onType: (text: string) => void;
}): ReactNode {
  const moveBy = (steps: number): void => {
    const value = readNumber(text);
    const moved = value === null ? 0 : value + steps * step;
    if (moved > step / 2) onType(textOf(moved));
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
