import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, take, type Schemas } from '../../api/client.ts'
import { say } from '../../api/use-act.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { ConfirmWhy } from '../../parts/confirm-why.tsx'
import { A } from '../../parts/link.tsx'
import { Section } from '../../parts/page.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { sayCounts } from './merge-words.ts'
import { mergesQuery, type Company } from './queries.ts'

type Merge = Schemas['CompanyMerge']

/** What became part of the company and what was split off it, each with who and why, and the way back. */
export function CompanyMerges({ company }: { company: Company }) {
  const items = useQuery(mergesQuery(company.id)).data?.items ?? []
  const [undoing, setUndoing] = useState<Merge | null>(null)
  if (items.length === 0) return null
  return (
    <Section title="Merged and split" count={items.length}>
      <SmallTable
        caption="Merges and splits" rows={items} keyOf={(m) => m.id}
        columns={[
          { key: 'what', header: 'What', cell: (m) => <What merge={m} here={company.id} /> },
          { key: 'why', header: 'Why', cell: (m) => m.undone?.why ?? m.why },
          { key: 'when', header: 'When', nowrap: true, cell: (m) => <><When at={m.undone?.at ?? m.madeAt} day />{(m.undone?.by ?? m.by) && <Text size="xs" c="dimmed">{m.undone?.by ?? m.by}</Text>}</> },
          { key: 'undo', header: '', cell: (m) => (m.kind === 'merge' && !m.undone ? <CanButton can={m.can.undo} size="compact-sm" variant="default" aria-label={`Undo the merge of ${m.other.name}`} onClick={() => setUndoing(m)}>Undo</CanButton> : null) },
        ]}
      />
      {undoing && <UndoMerge merge={undoing} onClose={() => setUndoing(null)} />}
    </Section>
  )
}

function What({ merge: { kind, company, other, moved, undone }, here }: { merge: Merge; here: string }) {
  const stayed = undone && undone.stayed.length > 0 ? ` ${sayCounts(undone.stayed)} came later and stayed.` : ''
  if (kind === 'split') return other.id === here ? <>Made of parts of <A to={paths.company(company.id)}>{company.name}</A></> : <><A to={paths.company(other.id)}>{other.name}</A> was made of parts of it: {sayCounts(moved)}</>
  if (undone) return <>The merge of <A to={paths.company(other.id)}>{other.name}</A> was undone.{stayed}</>
  return <>{other.name} is part of it{moved.length > 0 && `, with ${sayCounts(moved)}`}</>
}

function UndoMerge({ merge, onClose }: { merge: Merge; onClose: () => void }) {
  return (
    <ConfirmWhy
      title={`Undo the merge of ${merge.other.name}`} verb="Undo the merge" onClose={onClose}
      act={async (why) => {
        const { stayed } = await take(api.PUT('/api/v1/companies/merges/{id}/undo', { params: { path: { id: merge.id } }, body: { why } }))
        say(stayed.length > 0 ? `Undone. ${sayCounts(stayed)} came later and stayed with ${merge.company.name}.` : 'Undone. Everything is back where it was.')
      }}
    >
      {merge.other.name} stands by itself again, with what moved and was not changed since. What came after the merge stays with {merge.company.name}.
    </ConfirmWhy>
  )
}
