import { InvalidArgumentError, Option } from 'commander';

/** `--data` of every program. A blank, as an unset variable of a script leaves it, is refused: it would mean the current folder. */
export const dataOption = (): Option =>
  new Option('--data <folder>', 'data folder (default: ATS_DATA, else the platform’s own)').argParser((text) => {
    if (text.trim() === '') throw new InvalidArgumentError('Name a folder.');
    return text;
  });
