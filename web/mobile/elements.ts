type Attributes = Readonly<Record<string, string>>;

/** An element with attributes and content. Text only: nothing is ever parsed as HTML. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes,
  ...content: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  element.append(...content);
  return element;
}

/** A row of a list that can be pressed, and what its press answers. */
export function makeRow(answer: string, title: string, ...details: readonly string[]): HTMLLIElement {
  const lines = details.map((detail) => make('span', { class: 'help' }, detail));
  const button = make(
    'button',
    { type: 'button', class: 'row', 'data-answer': answer },
    make('strong', {}, title),
    ...lines,
  );
  return make('li', {}, button);
}
