import { useWorkspace } from '../../api/session.ts'
import { FilterSelect } from '../../parts/filter-bar.tsx'
import { recentQuarters } from '../../parts/quarters.ts'
import { todayIn } from '../../parts/time.ts'

/** The quarter under way, one of those before it, or all time. */
export function PeriodSelect({ value, onChange }: { value: string | undefined; onChange: (period: string | undefined) => void }) {
  const { timeZone } = useWorkspace()
  const [current, ...before] = recentQuarters(todayIn(timeZone), 9)
  return <FilterSelect label="Period" most="12.5rem" all={`This quarter, ${current?.label}`} value={value} choices={[...before.map((q) => ({ value: q.id, label: q.label })), { value: 'all', label: 'All time' }]} onChange={onChange} />
}
