import { helpTopics } from '../../lambdas/auth/help-topics.ts';
import type { FeedbackCount } from '../../lambdas/store/feedback.ts';
import { columns } from './columns.ts';
import type { Command, Desk, Said } from './command.ts';

export const helpFeedback: Command = {
  summary: 'Shows how often the help beside each step was called helpful.',
  remarks: ['Answers are counted by month and kept for 13 months; who gave them is not.'],
  options: {},
  run,
};

const HEAD = ['TOPIC', 'YES', 'NO', 'HELPFUL'];

async function run({ feedback }: Desk): Promise<Said> {
  const counts = await feedback();
  const totals = helpTopics.map((topic) => totalOf(topic, counts));
  const rows = totals.map(({ topic, yes, no }) => [topic, String(yes), String(no), share(yes, no)]);
  return {
    document: { topics: totals, months: counts },
    words: columns([HEAD, ...rows])
      .map((line) => `${line}\n`)
      .join(''),
  };
}

function totalOf(topic: string, counts: readonly FeedbackCount[]) {
  const own = counts.filter((count) => count.topic === topic);
  const sum = (answer: 'yes' | 'no') => own.reduce((total, count) => total + count[answer], 0);
  return { topic, yes: sum('yes'), no: sum('no') };
}

const share = (yes: number, no: number): string => (yes + no === 0 ? '' : `${Math.round((100 * yes) / (yes + no))} %`);
