import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { api, take, type Schemas } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { FilterSelect } from '../../parts/filter-bar.tsx'
import { A } from '../../parts/link.tsx'
import { Page } from '../../parts/page.tsx'
import { State } from '../../parts/state.tsx'
import { EmptyState, ErrorState, Loading } from '../../parts/states.tsx'
import { useFilters } from '../../parts/use-filters.ts'
import { Clock, When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { DecideConflict } from '../referrals/dialogs/decide-conflict.tsx'
import classes from './conflicts.module.css'

type Conflict = Schemas['ConflictRow']
type Deciding = { conflict: Conflict; outcome: 'credited' | 'not_credited' }

const kinds = { partner_partner: 'Two partners', direct_partner: 'A partner and our own sales' }

/** Two claims on one buyer, as cases: undecided first, with what was known, and the decision with its reason. */
export function ConflictList() {
  const [filters, setFilters] = useFilters('open')
  const [deciding, setDeciding] = useState<Deciding | null>(null)
  const pages = usePages(['conflicts', filters], (after) => take(api.GET('/api/v1/conflicts', { params: { query: { open: filters.open === 'true' ? 'true' : 'false', ...(after ? { after } : {}) } } })))
  return (
    <Page
      title="Conflicts" sub="Two claims on one buyer. A member decides, with a reason."
      actions={<FilterSelect label="Which" all="All" value={filters.open} choices={[{ value: 'true', label: 'Undecided' }]} onChange={(open) => setFilters({ open })} />}
    >
      {pages.isLoading ? <Loading /> : pages.error ? <ErrorState error={pages.error} retry={pages.retry} what="Conflicts" /> : pages.rows.length === 0
        ? <EmptyState title="No conflicts">When a partner introduces a buyer that another partner or our own sales is working with, the case appears here.</EmptyState>
        : <ul>{pages.rows.map((conflict) => <Case key={conflict.id} conflict={conflict} decide={(outcome) => setDeciding({ conflict, outcome })} />)}</ul>}
      {pages.more && <Button mt="sm" onClick={pages.more} loading={pages.isLoadingMore}>Show more</Button>}
      {deciding && <DecideConflict conflict={deciding.conflict} company={deciding.conflict.company.name} partner={deciding.conflict.partner.name} outcome={deciding.outcome} onClose={() => setDeciding(null)} />}
    </Page>
  )
}

function Case({ conflict, decide }: { conflict: Conflict; decide: (outcome: 'credited' | 'not_credited') => void }) {
  return (
    <li className={classes.case}>
      <div>
        <h2 className={classes.title}><A to={paths.referral(conflict.referralId)} c="var(--mantine-color-text)" underline="hover">{conflict.company.name}</A></h2>
        <Text size="sm" c="dimmed">{conflict.isAppeal && 'Looked at again. '}{kinds[conflict.kind]}, claimed by <A to={paths.partner(conflict.partner.id)}>{conflict.partner.name}</A>, <When at={conflict.openedAt} day />{conflict.dueAt && <>, decide: <Clock due={conflict.dueAt} /></>}</Text>
        <ul className={classes.reasons}>{conflict.reasons.map((reason) => <li key={reason}>{reason}</li>)}</ul>
        {conflict.why ? <Text size="sm" mt={4}>Decided{conflict.decidedBy && <> by <bdi>{conflict.decidedBy}</bdi></>}, <When at={conflict.decidedAt ?? conflict.openedAt} day />: “<span dir="auto">{conflict.why}</span>”</Text> : <Text size="sm" c="dimmed" mt={4}>The rule: {conflict.rule} Whoever decides otherwise says why.</Text>}
      </div>
      {conflict.outcome
        ? <State word={conflict.outcome === 'credited' ? 'Credited' : 'Not credited'} tone={conflict.outcome === 'credited' ? 'good' : 'ended'} />
        : (
          <Group gap="xs">
            <CanButton can={conflict.can.credit} onClick={() => decide('credited')} aria-label={`Credit the claim of ${conflict.partner.name} on ${conflict.company.name}`}>Credit the claim</CanButton>
            <CanButton can={conflict.can.refuse} onClick={() => decide('not_credited')} aria-label={`Do not credit ${conflict.partner.name} for ${conflict.company.name}`}>Do not credit</CanButton>
          </Group>
        )}
    </li>
  )
}
