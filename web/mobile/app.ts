import type { Tone } from '../shared/message.ts';
import { type Phone, watchPhone } from './phone.ts';
import { type LostProfile, type Profile, readProfiles, removeProfile, writeProfile } from './profiles.ts';

/** What there is to tell when a step is over and the beginning is shown again. */
export interface Notice {
  readonly tone: Tone;
  readonly sentence: string;
}

/** The phones of this phone: its profiles, each with what the portal says of it. */
export interface App {
  /** By their addresses. */
  phones(): readonly Phone[];
  lost(): readonly LostProfile[];
  /** Calls `changed` when there is something new, in place of what was called before. */
  watch(changed: () => void): void;
  /** Keeps a new profile. */
  keep(profile: Profile): Promise<Phone>;
  forget(device: string): Promise<void>;
}

/** Opens what is kept. Rejects when this browser keeps nothing. */
export async function openApp(): Promise<App> {
  const kept = await readProfiles();
  let { lost } = kept;
  let changed = () => {};
  const tell = () => changed();
  let phones = kept.profiles.map((profile) => watchPhone(profile, tell));

  const without = (device: string) => {
    for (const phone of phones) if (phone.profile().device === device) phone.stop();
    return phones.filter(({ profile }) => profile().device !== device);
  };
  return {
    phones: () => phones.toSorted((one, other) => one.profile().email.localeCompare(other.profile().email)),
    lost: () => lost,
    watch(called) {
      changed = called;
    },
    async keep(profile) {
      await writeProfile(profile);
      const phone = watchPhone(profile, tell);
      phones = [...without(profile.device), phone];
      return phone;
    },
    async forget(device) {
      await removeProfile(device);
      phones = without(device);
      lost = lost.filter((profile) => profile.device !== device);
    },
  };
}
