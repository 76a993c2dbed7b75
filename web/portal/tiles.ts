import { find, pageLocale } from '../shared/dom.ts';
import { plural } from '../shared/format.ts';
import { words } from './page-words.ts';
import { isForRole, MANY_TILES, matchesQuery } from './tile-filter.ts';

const [field, list] = [find('find-application', HTMLInputElement), find('tiles', HTMLElement)];
let mine: readonly HTMLElement[] = [];

function filter(): void {
  const matching = mine.filter(({ textContent }) => matchesQuery(field.value, textContent ?? ''));
  for (const tile of mine) tile.hidden = !matching.includes(tile);
  find('no-match', HTMLElement).hidden = matching.length > 0;
  if (field.value !== '') find('found', HTMLElement).textContent = plural(words.found, matching.length, pageLocale());
}

/** Shows the tiles of somebody with this role, and a field to find one where there are many. */
export function showTiles(role: string): void {
  mine = [...list.querySelectorAll('li')].filter(({ dataset }) => isForRole(role, dataset.roles));
  find('find', HTMLElement).hidden = mine.length < MANY_TILES;
  filter();
}

field.addEventListener('input', filter);
