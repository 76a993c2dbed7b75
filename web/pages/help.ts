import type { HelpTopic } from '../../lambdas/auth/help-topics.ts';
import { type Html, html } from './html.ts';
import type { PageContext } from './page.ts';

/** A quiet question beside a step, whose answer is loaded when it is opened. */
export const renderHelp = ({ words: { help } }: PageContext, topic: HelpTopic): Html =>
  html`<details class="tip" data-topic="${topic}" data-failed="${help.failed}"><summary>${help.topics[topic].title}</summary></details>`;
