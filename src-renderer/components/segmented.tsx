import { useId, type ReactNode } from 'react';
import './segmented.css';

export interface Segment<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly title?: string;
}

/** One of a few, all in sight: a group of radio buttons, so arrows, Tab and screen readers work as people expect. */
export function Segmented<Value extends string>({
  label,
  segments,
  value,
  onChange,
}: {
  readonly label: string;
  readonly segments: readonly Segment<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}): ReactNode {
  const name = useId();
  return (
    <fieldset className="segmented">
      <legend className="only-spoken">{label}</legend>
      {segments.map((segment) => (
        <label key={segment.value} className="segment" title={segment.title}>
          <input
            type="radio"
            className="segment-input"
            name={name}
            value={segment.value}
            checked={segment.value === value}
            onChange={() => onChange(segment.value)}
          />
          <span className="segment-label">{segment.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
