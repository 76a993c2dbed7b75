/** A piece of HTML whose parts are already escaped. Only this file makes one. */
export interface Html {
  readonly html: string;
}

export type Content = Html | string | number | false | undefined | readonly Content[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

function render(content: Content): string {
  if (content === undefined || content === false) return '';
  if (typeof content === 'string') return escapeText(content);
  if (typeof content === 'number') return String(content);
  if ('html' in content) return content.html;
  return content.map(render).join('');
}

/** Every value is escaped, for text and for quoted attributes alike; `undefined` and `false` leave nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  const text = strings.map((part, index) => part + render(values[index])).join('');
  // Indentation of the source is no content: the pages have no preformatted text.
  return { html: text.replace(/\n\s*/g, '\n') };
}

/** A block that scripts read and browsers never run; `<` is escaped, so the words cannot close it. */
export function jsonBlock(id: string, value: unknown): Html {
  const json = JSON.stringify(value).replaceAll('<', '\\u003c');
  return { html: `<script type="application/json" id="${escapeText(id)}">${json}</script>` };
}
