import { type Content, type Html, html } from '../html.ts';

/** One screen of the phone's app; its script shows one at a time. */
export function renderScreen(id: string, heading: string, content: Content): Html {
  return html`<section id="${id}" aria-labelledby="${id}-heading" hidden>
<h1 id="${id}-heading" tabindex="-1">${heading}</h1>
<p class="message" id="${id}-message" hidden></p>
${content}
</section>`;
}

/** A button whose press is the answer that the screen waits for. */
export function renderAnswer(answer: string, label: string, kind: 'main' | 'other' | 'bad' = 'main'): Html {
  const look = { main: 'button', other: 'button button-other', bad: 'button button-other button-bad' }[kind];
  const type = kind === 'main' ? html`` : html` type="button"`;
  return html`<button class="${look}" data-answer="${answer}"${type}><span>${label}</span></button>`;
}

/** A quiet way out at the foot of a screen. */
export function renderWayOut(label: string): Html {
  return html`<p class="links"><button type="button" class="link" data-answer="back">${label}</button></p>`;
}

/** A fact with its name; `id` is where its text goes. Hidden until there is one. */
export function renderFact(id: string, label: string): Html {
  return html`<div><dt>${label}</dt><dd id="${id}"></dd></div>`;
}

/** A field for digits that nobody else is to read. */
export function renderPinField(id: string, label: string, help?: string): Html {
  const helped = help === undefined ? '' : ` ${id}-help`;
  return html`<div class="field">
<label for="${id}">${label}</label>
<input class="code" id="${id}" type="password" inputmode="numeric" autocomplete="off" aria-describedby="${id}-error${helped}" required>
${help !== undefined && html`<p class="help" id="${id}-help">${help}</p>`}
<p class="error" id="${id}-error" hidden></p>
</div>`;
}
