import type { ComponentProps, ReactNode } from 'react';
import './text-field.css';

export interface TextFieldProps extends Omit<ComponentProps<'input'>, 'className' | 'type' | 'onChange'> {
  readonly label: string;
  /** The label is read out, and stands as the placeholder. */
  readonly isLabelSpokenOnly?: boolean;
  readonly onChange: (text: string) => void;
}

export function TextField({ label, isLabelSpokenOnly = false, onChange, ...rest }: TextFieldProps): ReactNode {
  return (
    <label className="text-field">
      <span className={isLabelSpokenOnly ? 'only-spoken' : 'text-field-label'}>{label}</span>
      <input
        {...(isLabelSpokenOnly ? { placeholder: label } : {})}
        {...rest}
        type="text"
        className="text-field-input"
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
