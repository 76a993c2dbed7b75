import { cancel, ownPage } from './account.ts';
import { renderHelp } from './help.ts';
import { type Html, html } from './html.ts';
import type { Page, PageContext } from './page.ts';

function renderList({ words: { phonesPage: words } }: PageContext): Html {
  return html`<section class="panel" id="review" aria-labelledby="review-heading" hidden>
<h2 id="review-heading" tabindex="-1">${words.reviewHeading}</h2>
<p>${words.reviewText}</p>
<form id="review-form" method="dialog">
<ul class="rows ticks" id="review-list"></ul>
<button class="button button-fit" id="review-submit"><span>${words.reviewApply}</span></button>
</form>
</section>
<section class="panel" aria-labelledby="phones-heading">
<h2 id="phones-heading" tabindex="-1">${words.yours}</h2>
<p>${words.text}</p>
<ul class="rows" id="phones" aria-busy="true"></ul>
<p class="help" id="phones-full" hidden></p>
<button type="button" class="button button-fit" id="activate-phone"><span>${words.activate}</span></button>
</section>`;
}

function renderIntro(context: PageContext): Html {
  const { phonesPage: words } = context.words;
  const { scan, pin, number } = words.introSteps;
  return html`<section class="panel steps" id="activate-intro" aria-labelledby="activate-intro-heading" hidden>
<h1 id="activate-intro-heading" tabindex="-1">${words.activate}</h1>
<p class="message" id="activate-intro-message" hidden></p>
<p>${words.introText}</p>
<ol class="course"><li>${scan}</li><li>${pin}</li><li>${number}</li></ol>
<button type="button" class="button" id="activate-confirm"><span>${words.confirm}</span></button>
${cancel(context)}
${renderHelp(context, 'activate-phone')}
</section>`;
}

function renderScan(context: PageContext): Html {
  const { phonesPage: words } = context.words;
  return html`<section class="panel steps" id="activate-scan" aria-labelledby="activate-scan-heading" hidden>
<h1 id="activate-scan-heading" tabindex="-1">${words.scanHeading}</h1>
<p>${words.scanText}</p>
<a class="button activate-here" id="activate-here" href="/mobile/">${words.here}</a>
<div class="qr-part"><div class="qr" role="img" aria-label="${words.qrName}" id="activate-qr"></div></div>
<p class="help" id="activate-left"></p>
<p class="help" id="activate-link-label">${words.link}</p>
<p class="copy"><a class="copy-link" id="activate-link" aria-describedby="activate-link-label" href="/mobile/"></a><button type="button" class="button button-quiet" id="activate-copy"><span>${words.copy}</span></button></p>
${cancel(context)}
</section>`;
}

function renderNumber(context: PageContext): Html {
  const { phonesPage: words } = context.words;
  return html`<section class="panel steps" id="activate-number" aria-labelledby="activate-number-heading" hidden>
<h1 id="activate-number-heading" tabindex="-1">${words.numberHeading}</h1>
<p class="message" id="activate-number-message" hidden></p>
<p id="activate-ready"></p>
<form class="step" id="phone-number-form" method="dialog" novalidate>
<div class="field">
<label for="phone-number">${words.number}</label>
<input class="code" id="phone-number" name="number" type="text" inputmode="numeric" autocomplete="off" autocorrect="off" spellcheck="false" aria-describedby="activate-ready phone-number-help phone-number-error activate-number-left" required>
<p class="help" id="phone-number-help">${words.numberHelp}</p>
<p class="error" id="phone-number-error" hidden></p>
<p class="help" id="activate-number-left"></p>
</div>
<button class="button" id="phone-number-submit"><span>${words.confirm}</span></button>
</form>
${cancel(context)}
</section>`;
}

function renderChanges(context: PageContext): Html {
  const { phonesPage: words } = context.words;
  return html`<section class="panel steps" id="rename-step" aria-labelledby="rename-heading" hidden>
<h1 id="rename-heading" tabindex="-1">${words.renameHeading}</h1>
<p class="message" id="rename-message" hidden></p>
<form class="step" id="rename-form" method="dialog" novalidate>
<div class="field">
<label for="phone-name">${words.name}</label>
<input id="phone-name" name="phone-name" type="text" autocomplete="off" maxlength="40" aria-describedby="phone-name-error" required>
<p class="error" id="phone-name-error" hidden></p>
</div>
<button class="button" id="rename-submit"><span>${words.save}</span></button>
</form>
${cancel(context)}
</section>
<section class="panel steps" id="remove-step" aria-labelledby="remove-heading" hidden>
<h1 id="remove-heading" tabindex="-1">${words.removeHeading}</h1>
<p class="message" id="remove-message" hidden></p>
<p><strong id="remove-name"></strong></p>
<p>${words.removeText}</p>
<p id="remove-last" hidden></p>
<button type="button" class="button" id="remove-submit"><span>${words.remove}</span></button>
${cancel(context)}
</section>`;
}

/** Which phones answer for one, and the way to another. */
export function phonesPage(context: PageContext): Page {
  const steps = html`${renderIntro(context)}${renderScan(context)}${renderNumber(context)}${renderChanges(context)}`;
  const { phonesPage: words, phonesScript } = context.words;
  return ownPage(context, {
    here: 'phones',
    title: words.title,
    overview: renderList(context),
    steps,
    words: { phones: phonesScript },
  });
}
