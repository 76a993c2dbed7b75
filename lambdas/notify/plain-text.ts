import type { Block, Draft } from './letter.ts';

/** The letter as plain text: complete in itself, for people and programs that do not read HTML. */
export function plainText(draft: Draft): string {
  return `${[draft.greeting, ...draft.blocks.map(blockText), draft.footer].join('\n\n')}\n`;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return block.text;
    case 'code':
      return block.code;
    case 'facts':
      return block.facts.map((fact) => fact.text).join('\n');
    case 'link':
      return `${block.label}\n${block.url}`;
  }
}
