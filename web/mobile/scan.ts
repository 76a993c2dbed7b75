import { find, say } from '../shared/dom.ts';
import { acceptField, refuseField } from '../shared/field-error.ts';
import { watchCamera } from './camera/scanner.ts';
import { type PhoneLink, readScanned } from './links.ts';
import { words } from './page-words.ts';
import { type Screen, showScreen } from './screens.ts';

/** The first link that the camera sees; a code of something else is told and passed over. */
function seen(screen: Screen): Promise<PhoneLink> {
  const video = find('viewfinder', HTMLVideoElement);
  const status = find('camera-says', HTMLElement);
  video.hidden = true;
  say(status, words.camera.starting);
  return new Promise((resolve) => {
    const found = (text: string) => {
      const link = readScanned(text, location.origin);
      if (typeof link === 'string') say(status, words.links[link]);
      else resolve(link);
    };
    void watchCamera(video, screen.left, found).then((fault) => {
      if (screen.left.aborted) return;
      video.hidden = fault !== undefined;
      say(status, fault && words.camera[fault]);
    });
  });
}

/** The first good link that is pasted; undefined when the person goes back. */
async function pasted(screen: Screen): Promise<PhoneLink | undefined> {
  const field = find('link', HTMLInputElement);
  field.value = '';
  acceptField(field);
  for (;;) {
    const { answer } = await screen.press();
    if (answer === 'back') return undefined;
    acceptField(field);
    const link = readScanned(field.value, location.origin);
    if (typeof link !== 'string') return link;
    refuseField(field, field.value.trim() === '' ? words.missingLink : words.links[link]);
  }
}

/** Scans a QR code, or takes a link that is pasted; undefined when the person goes back. */
export async function scan(): Promise<PhoneLink | undefined> {
  const screen = showScreen('scan');
  return Promise.race([seen(screen), pasted(screen)]);
}
