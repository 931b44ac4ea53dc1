import { sayShare } from '../../parts/numbers.ts'
import { State } from '../../parts/state.tsx'
import type { Ask, Cell, Customer, CustomerList, Figures, Sharing } from './queries.ts'

export const sharingWords: Record<Sharing, string> = { all: 'Every customer', overlap: 'Only those we know too', counts: 'Figures only', hidden: 'Nothing yet' }
export const sharingMeans: Record<Sharing, string> = {
  all: 'Every customer is kept and shown.', overlap: 'Those we do not know are counted and forgotten.', counts: 'No name is kept.', hidden: 'It is kept and shown to nobody until the partner opens it on its page.',
}
export const relationWords: Record<Cell['relation'], string> = { customer: 'Our customer', open: 'Open opportunity', prospect: 'Known, no opportunity', unknown: 'Not known to us' }
export const gradeWords: Record<Cell['grade'], string> = { A: 'A', B: 'B', C: 'C', none: 'No fit', ungraded: 'Not graded' }
const states: Record<CustomerList['state'], Parameters<typeof State>[0]> = {
  waiting: { word: 'Waiting', tone: 'waiting' }, running: { word: 'Being read', tone: 'moving' }, ready: { word: 'In use', tone: 'good' }, replaced: { word: 'Replaced', tone: 'ended' }, failed: { word: 'Could not be read', tone: 'ended' },
  cancelled: { word: 'Stopped', tone: 'ended' }, deleted: { word: 'Removed', tone: 'ended' },
}
export const ListState = ({ list }: { list: CustomerList }) => <State {...states[list.state]} />

const askStates: Record<Ask['state'], Parameters<typeof State>[0]> = { open: { word: 'Asked', tone: 'moving' }, introduced: { word: 'Introduced', tone: 'good' }, declined: { word: 'Said no', tone: 'ended' }, withdrawn: { word: 'Taken back', tone: 'ended' } }
export const AskState = ({ state }: { state: Ask['state'] }) => <State {...askStates[state]} />

export const bandWords: Record<Customer['band'], string> = { same: 'The same', maybe: 'Perhaps', none: 'Not known' }

/** "38 % (12 of 32)"; nothing where none could be graded. */
export function sayFit({ inIcp, graded }: Pick<Figures, 'inIcp' | 'graded'>): string {
  return graded === 0 ? 'not graded' : `${sayShare(inIcp, graded)} (${inIcp.toLocaleString('en-US')} of ${graded.toLocaleString('en-US')})`
}
