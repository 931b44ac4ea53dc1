import type { Schemas } from '../../api/client.ts'

type Count = Schemas['MergePreview']['moves'][number]
const ones: Record<string, string> = { 'other names': 'other name', opportunities: 'opportunity', 'rows of customer lists': 'row of customer lists', 'questions for an introduction': 'question for an introduction' }

/** "2 websites, 1 introduction" */
export const sayCounts = (counts: Count[]): string =>
  counts.map(({ what, count }) => `${count.toLocaleString('en-US')} ${count === 1 ? (ones[what] ?? what.replace(/s$/, '')) : what}`).join(', ')
