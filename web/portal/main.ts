import { showNotices } from '../notices/notices.ts';
import { beginFrame } from './frame.ts';
import { forgetPerson, showPerson } from './person.ts';
import { askAboutPhones } from './phones-review.ts';

beginFrame({
  show(session) {
    showPerson(session);
    askAboutPhones(session);
  },
  forget: forgetPerson,
});
void showNotices();
