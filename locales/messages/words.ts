import type { Locale } from '../locale.ts';
import de from './de.json' with { type: 'json' };
import enGB from './en-GB.json' with { type: 'json' };
import enUS from './en-US.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };
import nl from './nl.json' with { type: 'json' };

/** The words of messages: en-GB is the source, the other languages have the same keys. Placeholders are `{name}`. */
export type MessageWords = typeof enGB;

// A key that a language lacks does not compile in the table; one that only a translation has does not compile here.
enGB satisfies typeof enUS & typeof nl & typeof fr & typeof de;

export const messageWords: Readonly<Record<Locale, MessageWords>> = { 'en-GB': enGB, 'en-US': enUS, nl, fr, de };
