import { switchWords } from '../locale/start-words.ts';
import type { ViewSettings } from '../stream/kept-view-settings.ts';
import { viewSettings } from '../stream/view-settings.ts';

/** Puts theme and language on the page, now and whenever they change. */
export function applyViewSettings(): void {
  const applyTheme = ({ theme }: ViewSettings): void => {
    document.documentElement.dataset.theme = theme;
  };
  applyTheme(viewSettings.getState());
  viewSettings.subscribe((settings, before) => {
    applyTheme(settings);
    if (settings.language !== before.language) void switchWords(settings.language);
  });
}
