import { shimFolder } from './places.ts';

/**
 * MetaEditor warns of values that may be cut off and of names that hide others, so g++ does too. It has no way to say
 * that a handler leaves a parameter alone, and it fills the fields that a list does not name. The shim is a system
 * header: its templates answer for themselves.
 */
export const sourceFlags: readonly string[] = [
  ...['-std=c++20', '-isystem', shimFolder],
  ...['-Wall', '-Wextra', '-Wconversion', '-Wno-sign-conversion', '-Wshadow', '-Werror'],
  ...['-Wno-unused-parameter', '-Wno-missing-field-initializers'],
  // Columns are those of the C++ that was made of the line.
  ...['-fno-diagnostics-show-caret', '-fno-show-column', '-fdiagnostics-color=never'],
];
