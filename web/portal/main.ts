import { showNotices } from '../notices/notices.ts';
import { beginFrame } from './frame.ts';
import { forgetPerson, showPerson } from './person.ts';

beginFrame({ show: showPerson, forget: forgetPerson });
void showNotices();
