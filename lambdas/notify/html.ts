import { inkOn } from './accent.ts';
import { escapeHtml, inertLine } from './inert.ts';
import type { Block, Draft, Fact } from './letter.ts';
import type { Addressing } from './message.ts';

// Styles are inline, because some mail programs drop the style sheet; the sheet only adds the dark colours.
const font = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const monospace = "font-family:ui-monospace,'SF Mono',Menlo,Consolas,'Liberation Mono',monospace";
const style = {
  page: `margin:0;padding:24px 12px;background:#f3f4f6;color:#1a1d21;${font};font-size:16px;line-height:24px`,
  hidden: 'display:none;max-height:0;overflow:hidden;opacity:0',
  card: 'max-width:440px;margin:0 auto;padding:32px 24px 16px;background:#ffffff;border:1px solid #d8dbe0;border-radius:16px',
  brand: 'margin:0 0 24px;padding-left:12px;font-size:20px;line-height:28px;font-weight:600',
  paragraph: 'margin:0 0 16px',
  code: `margin:0 0 16px;padding:16px 8px;background:#f3f4f6;border-radius:8px;text-align:center;${monospace};line-height:40px;font-weight:600`,
  copied: '-webkit-user-select:all;user-select:all;white-space:nowrap',
  digits: 'font-size:32px;letter-spacing:4px;text-indent:4px',
  // A password of letters fits beside its margins on a narrow phone.
  letters: 'font-size:22px;letter-spacing:1px;text-indent:1px',
  facts: 'margin:0 0 16px;padding-left:12px;border-left:2px solid #d8dbe0',
  fact: 'margin:0 0 8px',
  label: 'color:#4d5560;font-size:14px;line-height:20px',
  link: 'margin:24px 0 16px',
  button: 'display:block;padding:12px 16px;border-radius:8px;text-align:center;font-weight:600;text-decoration:none',
  footer: 'max-width:440px;margin:16px auto 0;color:#4d5560;font-size:14px;line-height:20px;text-align:center',
};

const sheet = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.page{background:#121417!important;color:#eceef1!important}
.card{background:#1c1f23!important;border-color:#3a3f46!important}
.code{background:#2a2e34!important}
.facts{border-color:#4b515a!important}
.muted{color:#b6bcc5!important}
}`;

/** The letter as HTML: no tables, no images, no scripts, no links but those to the portal; light and dark. */
export function htmlLetter(draft: Draft, { locale, portal }: Addressing): string {
  const accent = escapeHtml(portal.accent);
  return `<!doctype html>
<html lang="${locale}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">
<title>${escapeHtml(draft.subject)}</title>
<style>
${sheet}
</style>
</head>
<body class="page" style="${style.page}">
<div style="${style.hidden}">${escapeHtml(draft.preview)}</div>
<div class="card" style="${style.card}">
<p style="${style.brand};border-left:4px solid ${accent}">${escapeHtml(inertLine(portal.name))}</p>
<p style="${style.paragraph}">${escapeHtml(draft.greeting)}</p>
${draft.blocks.map((block) => blockHtml(block, portal.accent)).join('\n')}
</div>
<p class="muted" style="${style.footer}">${escapeHtml(draft.footer)}</p>
</body>
</html>
`;
}

function blockHtml(block: Block, accent: string): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p style="${style.paragraph}">${escapeHtml(block.text)}</p>`;
    case 'code': {
      const size = /\D/.test(block.code) ? style.letters : style.digits;
      return `<p class="code" style="${style.code};${size}"><span style="${style.copied}">${escapeHtml(block.code)}</span></p>`;
    }
    case 'facts':
      return `<div class="facts" style="${style.facts}">${block.facts.map(factHtml).join('')}</div>`;
    case 'link': {
      const colours = `background:${escapeHtml(accent)};color:${inkOn(accent)}`;
      return `<p style="${style.link}"><a href="${escapeHtml(block.url)}" style="${style.button};${colours}">${escapeHtml(block.label)}</a></p>`;
    }
  }
}

function factHtml({ label, value }: Fact): string {
  const caption = `<span class="muted" style="${style.label}">${escapeHtml(label)}</span>`;
  // The value is isolated, so that right-to-left words do not reorder what stands around them.
  return `<p style="${style.fact}">${caption}<br><bdi>${escapeHtml(value)}</bdi></p>`;
}
