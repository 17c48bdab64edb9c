/** Whether a key falls into a field that takes what is typed: there it is the field's own, and starts nothing else. */
export const isTyping = ({ target }: Event): boolean =>
  target instanceof HTMLElement && target.matches('input:not([type=radio], [type=checkbox]), select, textarea');
