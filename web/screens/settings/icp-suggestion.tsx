import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { api, take, type Can } from '../../api/client.ts'
import { problemOf, type Problem } from '../../api/problem.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { FormError } from '../../parts/form-error.tsx'
import { Section } from '../../parts/page.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { sayCount } from '../../parts/numbers.ts'
import type { Criterion } from './icp-draft.ts'
import { sayRate, verdictWords, type Suggestion } from './icp-queries.ts'

/** What won opportunities have more often than lost ones, as a draft that a person takes over, edits and saves. */
export function IcpSuggestion({ canUse, onUse }: { canUse: Can; onUse: (criteria: Criterion[]) => void }) {
  const [found, setFound] = useState<Suggestion | null>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const ask = async () => {
    setBusy(true)
    setProblem(null)
    try {
      setFound(await take(api.GET('/api/v1/icp/suggestion')))
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Section title="Suggestion">
      <Text size="sm" c="dimmed" mb="sm" maw="46rem">Looks for what won opportunities have more often than lost ones. It is a starting point: nothing is taken over by itself.</Text>
      <Group mb="md"><Button loading={busy} onClick={() => void ask()}>Suggest from won customers</Button></Group>
      <FormError problem={problem} />
      {found && (
        <>
          <Text size="md" maw="46rem" mb="sm" role="status">{found.finding}</Text>
          {found.criteria.length > 0 && <Group mb="md"><CanButton can={canUse} onClick={() => onUse(found.criteria)}>Add {sayCount(found.criteria.length, 'criterion', 'criteria')} to the draft</CanButton></Group>}
          {found.rows.length > 0 && (
            <SmallTable
              caption="Values by how much more frequent they are among won" rows={found.rows} keyOf={(row) => `${row.attribute} ${row.said}`}
              columns={[
                { key: 'attribute', header: 'Attribute', cell: (row) => row.label }, { key: 'value', header: 'Value', cell: (row) => row.said },
                { key: 'won', header: 'Of won', numeric: true, cell: (row) => `${sayRate(row.won)} of ${row.won.cases.toLocaleString('en-US')}` },
                { key: 'lost', header: 'Of lost', numeric: true, cell: (row) => `${sayRate(row.lost)} of ${row.lost.cases.toLocaleString('en-US')}` }, { key: 'verdict', header: 'Among won', cell: (row) => verdictWords[row.verdict] },
              ]}
            />
          )}
        </>
      )}
    </Section>
  )
}
