import { useQuery } from '@tanstack/react-query'
import { api, send } from '../../api/client.ts'
import { useAct } from '../../api/use-act.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { A } from '../../parts/link.tsx'
import { Section } from '../../parts/page.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { asksOfQuery } from './queries.ts'
import { AskState } from './words.tsx'

/** Introductions that we asked the partner for, and what became of them. */
export function Asks({ partnerId }: { partnerId: string }) {
  const asks = useQuery(asksOfQuery(partnerId)).data?.items ?? []
  const withdraw = useAct((id: string) => send(api.PUT('/api/v1/introduction-asks/{id}/withdrawal', { params: { path: { id } }, body: {} })), { done: 'Taken back.' })
  if (asks.length === 0) return null
  return (
    <Section title="Introductions we asked for" count={asks.length}>
      <SmallTable
        caption="Introductions we asked for" rows={asks} keyOf={(ask) => ask.id} to={(ask) => paths.company(ask.company.id)}
        columns={[
          { key: 'company', header: 'Company', cell: (ask) => ask.company.name },
          { key: 'state', header: 'State', cell: (ask) => <AskState state={ask.state} /> },
          { key: 'asked', header: 'Asked', cell: (ask) => <><When at={ask.askedAt} day />{ask.askedBy && ` by ${ask.askedBy}`}</> },
          { key: 'became', header: 'What became of it', cell: (ask) => (ask.referralId ? <A size="sm" to={paths.referral(ask.referralId)}>The introduction</A> : (ask.why ?? (ask.state === 'open' ? `${ask.contact.name} has not answered yet` : ''))) },
          { key: 'act', header: '', cell: (ask) => ask.state === 'open' && <CanButton can={ask.can.withdraw} size="compact-sm" loading={withdraw.busy} onClick={() => withdraw.run(ask.id)} aria-label={`Take back the question about ${ask.company.name}`}>Take back</CanButton> },
        ]}
      />
    </Section>
  )
}
