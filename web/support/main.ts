import { beginFrame } from '../portal/frame.ts';
import { forgetOwner, showOwner } from '../portal/owner.ts';

beginFrame({ show: showOwner, forget: forgetOwner });
