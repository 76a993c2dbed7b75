import { addNotice, severities } from '../../../lambdas/auth/notices.ts';
import type { Command, Desk, Said } from '../command.ts';
import { choiceOf, textOf } from '../words.ts';
import { publishAll } from './published.ts';
import { document } from './shown.ts';
import { givenTexts } from './texts.ts';

export const add: Command = {
  summary: 'Adds a notice and publishes it.',
  remarks: [
    'One text for each language of the portal; who reads another one sees the text in its first.',
    'Times are such as 2026-12-01T18:00Z or 2026-12-01T19:00+01:00. Notices appear and vanish by themselves.',
  ],
  options: {
    severity: { value: 'S', says: 'How grave it is.', choices: severities, isRequired: true },
    text: {
      value: 'LANGUAGE=TEXT',
      says: 'The text, for example "nl=Onderhoud op zondag". Once per language.',
      isRepeated: true,
    },
    file: { value: 'FILE', says: 'The texts as JSON instead: { "en-GB": "…", "nl": "…" }.' },
    from: { value: 'TIME', says: 'Shown from then on. Default: now.' },
    until: { value: 'TIME', says: 'Gone from then on.', isRequired: true },
    link: { value: 'URL', says: 'Where to read more; https only.' },
    'close-sign-in': { says: 'While it is shown, only administrators sign in. For maintenance.' },
  },
  run,
};

async function run(desk: Desk): Promise<Said> {
  const { values, notices } = desk;
  const [from, link] = [textOf(values, 'from'), textOf(values, 'link')];
  const notice = await addNotice(notices, {
    severity: choiceOf(values, 'severity', severities) ?? 'news',
    text: await givenTexts(values),
    until: textOf(values, 'until') ?? '',
    closesSignIn: values['close-sign-in'] === true,
    ...(from !== undefined && { from }),
    ...(link !== undefined && { link }),
  });
  await publishAll(desk);
  const shown = document(notice, notices.clock());
  const missing = notices.locales.filter((locale) => notice.text[locale] === undefined);
  const fallback =
    missing.length > 0 ? ` No text in ${missing.join(', ')}: these read the one in ${notices.locales[0]}.` : '';
  const closing = notice.closesSignIn ? ' Meanwhile only administrators sign in.' : '';
  return {
    document: { notice: shown },
    words: `Notice ${notice.id} is ${shown.state}, until ${shown.until}.${closing}${fallback}\n`,
  };
}
