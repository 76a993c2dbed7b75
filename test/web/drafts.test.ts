import { beforeEach, describe, expect, it } from 'vitest';
import { type DraftStorage, draftsOf } from '../../web/shared/drafts.ts';

const DAY = 86_400_000;
const kept = new Map<string, string>();
const storage: DraftStorage = {
  get length() {
    return kept.size;
  },
  key: (index) => [...kept.keys()][index] ?? null,
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => void kept.set(key, value),
  removeItem: (key) => void kept.delete(key),
};
let now = 0;
const of = (account: string) => draftsOf(account, storage, () => now);
const draft = { text: 'It does not', subject: 'Wiki', files: [{ attachment: 'f', name: 'a.png', size: 1 }] };

beforeEach(() => {
  kept.clear();
  kept.set('gatehouse.signed-in', 'yes');
  now = 1_800_000_000_000;
});

describe('drafts', () => {
  it('are kept by account and ticket, and go when they are empty or removed', () => {
    of('anna').write('new', draft);
    of('anna').write('t1', { text: 'Reply' });
    expect(of('anna').read('new')).toEqual(draft);
    expect(of('anna').read('t1')).toEqual({ text: 'Reply' });
    expect(of('anna').read('t2')).toBeUndefined();
    of('anna').write('new', { text: ' ', subject: '' });
    of('anna').remove('t1');
    expect([...kept.keys()]).toEqual(['gatehouse.signed-in']);
  });

  it('are never another person’s, and do not outlast their signing in', () => {
    of('anna').write('new', draft);
    expect(of('an').read('na.new')).toBeUndefined();
    expect(of('tom').read('new')).toBeUndefined();
    of('tom').write('new', { text: 'Tom’s' });
    of('tom').tidy();
    expect(of('anna').read('new')).toBeUndefined();
    expect(of('tom').read('new')).toEqual({ text: 'Tom’s' });
  });

  it('go when who wrote them signs out, and nothing else does', () => {
    of('anna').write('new', draft);
    of('tom').write('new', draft);
    of('anna').removeAll();
    expect([...kept.keys()]).toEqual(['gatehouse.signed-in', 'gatehouse.draft.tom.new']);
  });

  it('lose their files before the files are deleted, and end after a week', () => {
    of('anna').write('new', draft);
    now += DAY;
    expect(of('anna').read('new')).toEqual({ text: 'It does not', subject: 'Wiki' });
    now += 6 * DAY;
    expect(of('anna').read('new')).toBeUndefined();
    of('anna').tidy();
    expect(kept.size).toBe(1);
  });

  it.each(['', '{', 'null', '[]', '{"text":1}'])('that cannot be read are none: %s', (broken) => {
    kept.set('gatehouse.draft.anna.new', broken);
    expect(of('anna').read('new')).toBeUndefined();
  });
});
