/** Where help stands beside a step; "Was this helpful?" is counted by these names. */
export const helpTopics = [
  'sign-in',
  'one-time-code',
  'code-missing',
  'personal-mobile',
  'phone-lost',
  'forgot-password',
  'activate-phone',
  'invitation',
] as const;

export type HelpTopic = (typeof helpTopics)[number];
