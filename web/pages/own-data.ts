import { type Html, html } from './html.ts';
import type { PageContext } from './page.ts';

interface Panel {
  readonly id: string;
  readonly heading: string;
  readonly text?: string;
  readonly after?: Html;
}

/** A panel whose list the page's script fills. */
function renderPanel({ id, heading, text, after }: Panel): Html {
  return html`<section class="panel" aria-labelledby="${id}-heading">
<h2 id="${id}-heading" tabindex="-1">${heading}</h2>
${text !== undefined && html`<p>${text}</p>`}
<p class="message" id="${id}-message" hidden></p>
<ul class="rows" id="${id}" aria-busy="true"></ul>
${after ?? html``}
</section>`;
}

const quiet = (id: string, label: string): Html =>
  html`<button type="button" class="button button-quiet" id="${id}"><span>${label}</span></button>`;

/** Sessions, known browsers, activity and data: what a person sees and ends of their own. */
export function renderOwnData({ words: { ownData } }: PageContext): Html {
  return html`${renderPanel({
    id: 'sessions',
    heading: ownData.sessions,
    text: ownData.sessionsText,
    after: quiet('end-others', ownData.endOthers),
  })}
${renderPanel({ id: 'browsers', heading: ownData.browsers, text: ownData.browsersText })}
${renderPanel({ id: 'activity', heading: ownData.activity, after: quiet('more-activity', ownData.more) })}
<section class="panel" aria-labelledby="data-heading">
<h2 id="data-heading">${ownData.data}</h2>
<p>${ownData.dataText}</p>
${quiet('download-data', ownData.download)}
</section>
<section class="panel" aria-labelledby="deletion-heading">
<h2 id="deletion-heading">${ownData.deletion}</h2>
<p>${ownData.deletionText}</p>
<p class="message" id="deletion-message" hidden></p>
${quiet('ask-deletion', ownData.askDeletion)}
<div id="deletion-sure" hidden>
<p><strong>${ownData.deletionSure}</strong></p>
<div class="choices">${quiet('deletion-yes', ownData.deletionYes)}<button type="button" class="link" id="deletion-no">${ownData.keep}</button></div>
</div>
</section>`;
}
