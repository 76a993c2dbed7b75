import { renderBrand } from './brand.ts';
import { html } from './html.ts';
import { type Page, type PageContext, renderCard } from './page.ts';

function askForHelp(context: PageContext, heading: string, text: string): Page {
  const { config, words } = context;
  const content = html`<h1>${heading}</h1>
<p>${text}</p>
<p class="address"><a href="mailto:${config.supportAddress}">${config.supportAddress}</a></p>
<p class="help">${words.recovery.writeFrom}</p>
<p class="links"><a href="/">${words.common.backToSignIn}</a></p>`;
  return {
    title: heading,
    script: 'plain',
    content: renderCard(renderBrand(config), content, words.common.noScript),
  };
}

/** Stands where recovery will be: says honestly what to do until then. */
export function forgotPasswordPage(context: PageContext): Page {
  const { recovery } = context.words;
  return askForHelp(context, recovery.passwordHeading, recovery.passwordText);
}

/** Stands where the reminder will be. */
export function forgotUsernamePage(context: PageContext): Page {
  const { recovery } = context.words;
  return askForHelp(context, recovery.usernameHeading, recovery.usernameText);
}
