type Properties = Readonly<Record<string, string | boolean | undefined>>;

/** Makes an element with attributes (false and undefined: none) and children; text is text, and never parsed as HTML. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Properties = {},
  ...children: readonly (Node | string | undefined)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** A button that looks like a link; `label` says more to those who do not see what it stands beside. */
export function linkButton(text: string, label: string, onClick: () => void): HTMLButtonElement {
  const button = element('button', { type: 'button', class: 'link', 'aria-label': label }, text);
  button.addEventListener('click', onClick);
  return button;
}
