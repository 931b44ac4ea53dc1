import { sayNumber, sayCount } from '../../parts/numbers.ts'
import { Section } from '../../parts/page.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { When } from '../../parts/when.tsx'
import type { CustomerList } from './queries.ts'
import { ListState } from './words.tsx'

/** Lists before the one in use: that they were there, and what went with them. */
export function Earlier({ lists }: { lists: CustomerList[] }) {
  return (
    <Section title="Earlier lists" count={lists.length}>
      <SmallTable
        caption="Earlier lists" rows={lists} keyOf={(list) => list.id}
        columns={[
          { key: 'name', header: 'File', cell: (list) => list.name },
          { key: 'given', header: 'Given', cell: (list) => <When at={list.createdAt} day /> },
          { key: 'state', header: 'State', cell: (list) => <ListState list={list} /> },
          { key: 'what', header: 'What is left of it', cell: (list) => (list.deleted ? <>Removed <When at={list.deleted.at} day />{list.deleted.by && ` by ${list.deleted.by}`}: {sayCount(list.deleted.rows, 'customer')} and {sayCount(list.deleted.problems, 'rejected row')}; {list.deleted.left === 0 ? 'none is left' : `${sayNumber(list.deleted.left)} left`}. {list.deleted.why}</> : (list.problem ?? 'No name is kept')) },
        ]}
      />
    </Section>
  )
}
