import { within } from './dom.ts';

/** Shows a step that has nothing to type into: its heading takes the focus, so that it is spoken. */
export function showStep(section: HTMLElement): void {
  section.hidden = false;
  within(section, 'h1', HTMLHeadingElement).focus();
}
