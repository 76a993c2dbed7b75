import { find } from '../shared/dom.ts';
import { enableLanguages } from '../shared/languages.ts';
import { messageAt } from '../shared/message.ts';
import { showStep } from '../shared/step.ts';
import { createContactForm } from './contact-form.ts';
import { followTicket } from './conversation.ts';

const sections = ['ask', 'sent', 'ticket', 'ended'] as const;

function show(wanted: (typeof sections)[number]): void {
  for (const id of sections) find(id, HTMLElement).hidden = id !== wanted;
  showStep(find(wanted, HTMLElement));
}

const form = createContactForm(() => show('sent'));

// The secret stays in the address, so that a reload, or another language, shows the same ticket.
const token = location.hash.slice(1);
if (token === '') {
  show('ask');
  form.open();
} else {
  void followTicket(token, {
    shown: () => show('ticket'),
    ended: () => show('ended'),
    failed: (sentence) => {
      find('ticket', HTMLElement).hidden = false;
      messageAt('ticket-message').tell('bad', sentence);
    },
  });
}
// A link that is opened in the tab of another one changes nothing but what is behind the #.
addEventListener('hashchange', () => location.reload());
enableLanguages();
