import { type HelpTopic, helpTopics } from '../../lambdas/auth/help-topics.ts';
import type { Words } from '../../locales/pages/words.ts';
import { announce } from './announce.ts';
import { ask } from './api.ts';
import { element, linkButton } from './element.ts';

/** The texts of one language: a file of its own, loaded when somebody first asks for help. */
export type HelpTexts = Words['help'];

let loaded: Promise<HelpTexts> | undefined;

function load(): Promise<HelpTexts> {
  const address = document.documentElement.dataset.help ?? '';
  loaded ??= fetch(address).then((response) => (response.ok ? response.json() : Promise.reject(new Error(address))));
  return loaded;
}

/** Makes the help beside the steps of this page work. */
export function enableHelp(): void {
  for (const place of document.querySelectorAll<HTMLDetailsElement>('details[data-topic]')) {
    const topic = helpTopics.find((one) => one === place.dataset.topic);
    if (topic) place.addEventListener('toggle', () => void open(place, topic));
  }
}

async function open(place: HTMLDetailsElement, topic: HelpTopic): Promise<void> {
  if (!place.open || place.querySelector('.tip-text')) return;
  try {
    place.append(render(await load(), topic));
    place.querySelector('.tip-failed')?.remove();
  } catch {
    loaded = undefined;
    place.querySelector('.tip-failed')?.remove();
    place.append(element('p', { class: 'tip-failed error' }, place.dataset.failed));
  }
}

function render(texts: HelpTexts, topic: HelpTopic): HTMLElement {
  const paragraphs = texts.topics[topic].text.map((text) => element('p', {}, text));
  return element('div', { class: 'tip-text' }, ...paragraphs, question(texts, topic));
}

function question(texts: HelpTexts, topic: HelpTopic): HTMLElement {
  const place = element('p', { class: 'tip-question' }, `${texts.question} `);
  const answer = (helpful: 'yes' | 'no') => {
    const said = helpful === 'yes' ? texts.thanks : texts.notHelped;
    // Counted if it can be: nobody who looks for help is told that the counting failed.
    void ask('POST /api/help/feedback', { body: { topic, helpful: helpful === 'yes' } });
    place.replaceChildren(said);
    announce(said);
  };
  const button = (helpful: 'yes' | 'no') =>
    linkButton(texts[helpful], `${texts.question} ${texts[helpful]}`, () => answer(helpful));
  place.append(button('yes'), ' ', button('no'));
  return place;
}
