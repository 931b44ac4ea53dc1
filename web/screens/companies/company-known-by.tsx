import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMe } from '../../api/session.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { Section } from '../../parts/page.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { AskIntroduction } from '../mapping/ask-introduction.tsx'
import { knownByQuery } from '../mapping/queries.ts'
import { AskState } from '../mapping/words.tsx'
import type { Company } from './queries.ts'

/** Partners on whose customer list the company stands; they can be asked to introduce it. */
export function CompanyKnownBy({ company }: { company: Company }) {
  const { may } = useMe()
  const items = useQuery({ ...knownByQuery(company.id), enabled: may('mapping:read') }).data?.items ?? []
  const [asking, setAsking] = useState<(typeof items)[number] | null>(null)
  if (items.length === 0) return null
  return (
    <Section title="Known by partners" count={items.length}>
      <SmallTable
        caption="Partners who know it" rows={items} keyOf={(one) => one.listId} to={(one) => paths.partnerMapping(one.partner.id)}
        columns={[
          { key: 'partner', header: 'Partner', cell: (one) => one.partner.name },
          { key: 'called', header: 'On its list as', minor: true, cell: (one) => one.called },
          { key: 'since', header: 'List of', numeric: true, cell: (one) => <When at={one.since} day /> },
          { key: 'ask', header: 'Introduction', cell: (one) => (one.ask?.state === 'open' || one.ask?.state === 'introduced' ? <AskState state={one.ask.state} /> : <CanButton can={one.can.ask} size="compact-sm" onClick={() => setAsking(one)} aria-label={`Ask for it: an introduction by ${one.partner.name}`}>Ask for it</CanButton>) },
        ]}
      />
      {asking && <AskIntroduction listId={asking.listId} n={asking.n} buyer={company.name} partnerName={asking.partner.name} onClose={() => setAsking(null)} />}
    </Section>
  )
}
