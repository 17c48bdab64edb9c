import type { ComponentProps, ReactNode } from 'react';
import './button.css';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'className' | 'type'> {
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet';
  readonly size?: 'small' | 'regular' | 'large';
  /** Work is under way: the button cannot be pressed again, and says so. */
  readonly isBusy?: boolean;
  readonly children: ReactNode;
}

export function Button({
  look = 'plain',
  size = 'regular',
  isBusy = false,
  disabled = false,
  ...rest
}: ButtonProps): ReactNode {
  return (
    <button
      {...rest}
      type="button"
      className={`button button-${look} button-${size}`}
      disabled={disabled || isBusy}
      aria-busy={isBusy}
    />
  );
}
