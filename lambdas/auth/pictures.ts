/**
 * What browser and phone both show, so that a person can tell their own sign-in from somebody else's: pictogram × tint ×
 * two-digit number. Pages draw them (`web/pictures`) and name them in every language (`pictures` in the words of pages).
 */
export const pictograms = [
  'anchor',
  'apple',
  'bell',
  'bicycle',
  'boat',
  'bridge',
  'cactus',
  'candle',
  'car',
  'cat',
  'cloud',
  'cup',
  'fish',
  'flag',
  'flower',
  'guitar',
  'hat',
  'heart',
  'house',
  'key',
  'kite',
  'leaf',
  'moon',
  'mountain',
  'pear',
  'scissors',
  'snail',
  'star',
  'sun',
  'tree',
  'umbrella',
  'whale',
] as const;

/** Apart for colour-blind people too: they differ in lightness as well. */
export const tints = ['blue', 'green', 'orange', 'purple', 'red', 'brown'] as const;

export interface Picture {
  readonly pictogram: (typeof pictograms)[number];
  readonly tint: (typeof tints)[number];
  /** 10 to 99. */
  readonly number: number;
}
