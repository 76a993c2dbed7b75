import type { Session } from '../../lambdas/http/answers/steps.ts';
import { find } from '../shared/dom.ts';
import { initialsOf } from './initials.ts';

function put(name: string, address: string): void {
  find('who', HTMLElement).textContent = name;
  find('initials', HTMLElement).textContent = initialsOf(name);
  find('who-address', HTMLElement).textContent = address;
}

/** Shows in the head of the page who is signed in. */
export const showWho = ({ name, email }: Session['account']): void => put(name || email, email);

/** Leaves nothing of the person there. */
export const forgetWho = (): void => put('', '');
