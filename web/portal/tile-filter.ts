/** From so many tiles on a field finds them. */
export const MANY_TILES = 8;

/** Without case and accents, as people type when they look for something. */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Whether every word of the query begins a word of the text. */
export function matchesQuery(query: string, text: string): boolean {
  const words = plain(text).split(/[^\p{L}\p{N}]+/u);
  return plain(query)
    .split(/[^\p{L}\p{N}]+/u)
    .every((sought) => words.some((word) => word.startsWith(sought)));
}

/** Whether somebody with this role sees a tile; `roles` as the page says it, absent for everybody. */
export function isForRole(role: string, roles: string | undefined): boolean {
  return roles === undefined || roles.split(' ').includes(role);
}
