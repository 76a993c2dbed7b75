import { announce } from './announce.ts';
import { find, say } from './dom.ts';

/** `bad`: something went wrong; `calm`: something to know. */
export type Tone = 'bad' | 'calm';

/** A sentence at the head of a form. */
export interface Message {
  /** Shows the sentence and has it spoken. */
  tell(tone: Tone, sentence: string): void;
  /** Changes the sentence without a word: for times that count down. */
  update(sentence: string): void;
  clear(): void;
}

/** The message whose place has this id. */
export function messageAt(id: string): Message {
  const place = find(id, HTMLElement);
  return {
    tell(tone, sentence) {
      place.classList.toggle('message-bad', tone === 'bad');
      say(place, sentence);
      announce(sentence);
    },
    update: (sentence) => say(place, sentence),
    clear: () => say(place, undefined),
  };
}
