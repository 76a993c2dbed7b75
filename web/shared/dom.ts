/** The element with this id, of this class. A page without it is a mistake of the template, and throws. */
export function find<Kind extends Element>(id: string, kind: abstract new () => Kind): Kind {
  const element = document.getElementById(id);
  if (element instanceof kind) return element;
  throw new Error(`The page has no ${kind.name} #${id}`);
}

/** The first element inside `parent` that matches, of this class; throws like `find`. */
export function within<Kind extends Element>(parent: Element, selector: string, kind: abstract new () => Kind): Kind {
  const element = parent.querySelector(selector);
  if (element instanceof kind) return element;
  throw new Error(`The page has no ${kind.name} ${selector}`);
}

/** Shows a sentence, or hides its place when there is none. Text only: nothing is ever parsed as HTML. */
export function say(place: HTMLElement, text: string | undefined): void {
  if (place.textContent !== (text ?? '')) place.textContent = text ?? '';
  place.hidden = text === undefined;
}

/** The language of the page, as a BCP 47 tag. */
export function pageLocale(): string {
  return document.documentElement.lang;
}
