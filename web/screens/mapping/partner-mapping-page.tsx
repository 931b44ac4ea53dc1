import { Anchor, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api, downloadUrl, send, take } from '../../api/client.ts'
import { useCan } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { ConfirmWhy } from '../../parts/confirm-why.tsx'
import { Facts } from '../../parts/facts.tsx'
import { HowFar, sayRest } from '../../parts/how-far.tsx'
import { sayCount, sayNumber } from '../../parts/numbers.ts'
import { Page, Section } from '../../parts/page.tsx'
import { EmptyState, ErrorState, Loading } from '../../parts/states.tsx'
import { useFilters } from '../../parts/use-filters.ts'
import { Day, When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { partnerQuery } from '../partners/queries.ts'
import { Asks } from './asks.tsx'
import { AskForList } from './ask-list.tsx'
import { ComparePrivately, Privately } from './compare-privately.tsx'
import { Customers } from './customers.tsx'
import { Earlier } from './earlier.tsx'
import { GiveList } from './give-list.tsx'
import { Matrix } from './matrix.tsx'
import { Mix } from './mix.tsx'
import { NarrowSharing } from './narrow-sharing.tsx'
import { Outdated, useMatchAgain } from './outdated.tsx'
import { isUnderWay, partnerMappingQuery, type CustomerList, type PartnerMapping } from './queries.ts'
import { sayFit, sharingWords } from './words.tsx'

/** A partner's customers against what we know: what came out, customer by customer, and what is shared. */
export function PartnerMappingPage() {
  const { id = '' } = useParams({ strict: false })
  const can = useCan('mapping:read')
  const partner = useQuery(partnerQuery(id))
  const parent = { title: partner.data?.name ?? 'Partner', to: paths.partner(id) }
  if (!can.allowed) return <Page title="Customer list" parent={parent}><EmptyState title="You cannot see customer lists">{can.why}</EmptyState></Page>
  return <Loaded key={id} partnerId={id} name={partner.data?.name ?? ''} parent={parent} />
}

function Loaded({ partnerId, name, parent }: { partnerId: string; name: string; parent: { title: string; to: string } }) {
  const query = useQuery(partnerMappingQuery(partnerId))
  const [open, setOpen] = useState<'give' | 'ask' | 'private' | 'delete' | 'narrow' | null>(null)
  const close = () => setOpen(null)
  const withdraw = useAct(() => send(api.PUT('/api/v1/partners/{id}/list-requests/withdrawal', { params: { path: { id: partnerId } }, body: {} })), { done: 'Taken back.' })
  if (!query.data) return <Page title="Customer list" parent={parent}>{query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} what="The customer list" /> : <Loading />}</Page>
  const { inUse, underWay, request, earlier, can } = query.data
  const failed = !underWay && earlier[0]?.state === 'failed' && (!inUse || earlier[0].createdAt > inUse.createdAt) ? earlier[0] : undefined
  return (
    <Page
      title="Customer list" parent={parent} sub={`Which customers of ${name || 'the partner'} we could serve together.`}
      actions={<><CanButton can={can.give} variant={inUse ? 'default' : 'filled'} onClick={() => setOpen('give')}>{inUse ? 'Give a newer list' : 'Give a list'}</CanButton>{request?.state === 'open' ? <CanButton can={can.withdraw} loading={withdraw.busy} onClick={() => withdraw.run()}>Take the question back</CanButton> : <CanButton can={can.ask} onClick={() => setOpen('ask')}>Ask the partner for it</CanButton>}<CanButton can={can.askPrivately} onClick={() => setOpen('private')}>Compare privately</CanButton></>}
    >
      <Request mapping={query.data} />
      <Privately mapping={query.data} />
      {failed && <Text size="sm" c="var(--mantine-color-error)" mb="md" role="alert">“{failed.name}” could not be read. {failed.problem}</Text>}
      {underWay && <Far list={underWay} />}
      {inUse ? <InUse list={inUse} onDelete={() => setOpen('delete')} onNarrow={() => setOpen('narrow')} /> : !underWay && (
        <EmptyState title="No list yet">Ask the partner for it: they choose on their own page what may be seen, without an account. Or give a list that they sent you.</EmptyState>
      )}
      <Asks partnerId={partnerId} />
      {earlier.length > 0 && <Earlier lists={earlier} />}
      {open === 'give' && <GiveList partnerId={partnerId} partnerName={name} onClose={close} />}
      {open === 'ask' && <AskForList partnerId={partnerId} partnerName={name} onClose={close} />}
      {open === 'private' && <ComparePrivately partnerId={partnerId} partnerName={name} onClose={close} />}
      {open === 'narrow' && inUse && <NarrowSharing list={inUse} onClose={close} />}
      {open === 'delete' && inUse && (
        <ConfirmWhy title="Remove the list" verb="Remove it" isDangerous onClose={close} act={(why) => take(api.PUT('/api/v1/customer-lists/{id}/deletion', { params: { path: { id: inUse.id } }, body: { why } }))}>
          Every customer, figure and byte of it goes, and questions that wait for an answer are taken back. That it was there, and what was removed, stays in the event log.
        </ConfirmWhy>
      )}
    </Page>
  )
}

function Request({ mapping: { request } }: { mapping: PartnerMapping }) {
  if (!request || request.state === 'given' || request.state === 'withdrawn') return null
  return <Text size="sm" mb="md" role="status">{request.contact.name} was asked <When at={request.askedAt} />{request.state === 'declined' ? <> and said no{request.answeredAt && <> <When at={request.answeredAt} /></>}.</> : ' and has not answered yet.'}</Text>
}

/** How far the reading is; it can be stopped. */
function Far({ list }: { list: CustomerList }) {
  const stop = useAct(() => send(api.PUT('/api/v1/customer-lists/{id}/cancellation', { params: { path: { id: list.id } } })), { done: 'It stops. Nothing of it is kept.' })
  return (
    <Section title={`Reading “${list.name}”`}>
      <HowFar percent={list.percent} label="Share of the list that is read" />
      <Group justify="space-between" mt="xs" mb="md">
        <Text size="sm" className="numbers" role="status">{list.state === 'waiting' ? 'Waiting for its turn.' : `${sayCount(list.rows, 'row')} read${sayRest(list.secondsLeft)}. You can leave this page; it goes on.`}</Text>
        <CanButton can={list.can.cancel} loading={stop.busy} onClick={() => stop.run()}>Stop</CanButton>
      </Group>
    </Section>
  )
}

function InUse({ list, onDelete, onNarrow }: { list: CustomerList; onDelete: () => void; onNarrow: () => void }) {
  const [filters, setFilters] = useFilters('relation', 'grade', 'industry', 'size', 'country')
  const again = useMatchAgain(list)
  const { figures, changes } = list
  const source = { staff: 'brought by a colleague', link: 'given on the partner’s own page', private: 'compared privately' }[list.source]
  return (
    <>
      {list.sameFileAs.length > 0 && <Text size="sm" mb="md" c="var(--mantine-color-error)" role="alert">The very same file is in use for {list.sameFileAs.map((one) => one.name).join(', ')}. Perhaps two lists were mixed up.</Text>}
      {figures ? (
        <Section title="What we could do together">
          <Text size="sm" mb="md" maw="46rem" role="status">
            {sayFigures(list)}
            {changes && <> Since the list of <When at={changes.since} day />: {changes.comparable ? `${sayNumber(changes.came)} came, ${sayNumber(changes.went)} went, with ${sayNumber(changes.moved)} we stand differently` : `${sayNumber(changes.before.customers)} customers then, ${sayNumber(changes.before.known)} known to us; only counts can be compared`}.{changes.wentNames.length > 0 && <span title={changes.wentNames.join(', ')}> Gone: {changes.wentNames.slice(0, 5).join(', ')}{changes.went > 5 ? ' and more' : ''}.</span>}</>}
          </Text>
          <Outdated list={list} />
          {figures.cells.length > 0 && <Matrix figures={figures} chosen={filters} choose={list.can.seeCustomers.allowed ? (cell) => setFilters(cell) : null} />}
          {figures.review > 0 && list.can.judge.allowed && <Text size="sm" mt="sm">{sayCount(figures.review, 'customer')} may be a company that we know. <Anchor size="sm" component="button" type="button" onClick={() => setFilters({ band: 'maybe' } as never)}>Look at {figures.review === 1 ? 'it' : 'them'}</Anchor></Text>}
        </Section>
      ) : <Text size="sm" mb="md" role="status">{list.can.seeCustomers.why}</Text>}
      {figures && <Mix list={list} chosen={filters} choose={list.can.seeCustomers.allowed ? (cell) => setFilters(cell) : null} />}
      {list.can.seeCustomers.allowed && <Section title="Customers"><Customers list={list} /></Section>}
      <Section title="What is shared" action={<Group gap="xs"><CanButton can={list.isMatching ? { allowed: false, why: 'It is being matched just now.' } : list.can.matchAgain} loading={again.busy || isUnderWay(list)} onClick={() => again.run()}>Match again</CanButton><CanButton can={list.can.narrow} onClick={onNarrow}>Share less</CanButton><CanButton can={list.can.delete} onClick={onDelete}>Remove</CanButton></Group>}>
        <Facts items={{
          Level: sharingWords[list.sharing], 'Agreed by': `${list.consent.by}: ${list.consent.how}`, Given: <><When at={list.createdAt} />, {source}</>, 'Removed after': <Day date={list.expiresOn} />,
          File: `${list.name}, ${sayCount(list.rows, 'row')}; the file itself is not kept`, Matched: list.matchedAt && <When at={list.matchedAt} />,
          'Left out': list.rejected > 0 && <>{sayCount(list.rejected, 'row')} that named no company. <Anchor size="sm" href={downloadUrl(`/api/v1/customer-lists/${list.id}/rejected.csv`)} download>Take {list.rejected === 1 ? 'it' : 'them'} as CSV, with reasons</Anchor></>,
        }}
        />
      </Section>
    </>
  )
}

function sayFigures({ figures, partner }: CustomerList): string {
  if (!figures) return ''
  if (figures.cells.length === 0) return `Both have ${sayCount(figures.known, 'website')}; ${partner.name} has ${sayNumber(figures.customers)}. Which ones is not known to anybody but them.`
  const n = (relation: string) => figures.cells.filter((cell) => cell.relation === relation).reduce((sum, cell) => sum + cell.companies, 0)
  return `We know ${sayNumber(figures.known)} of ${sayCount(figures.customers, 'customer')} of ${partner.name}: ${sayCount(n('customer'), 'customer')} of ours, ${sayNumber(n('open'))} with an open opportunity, ${sayNumber(n('prospect'))} more. ${figures.graded === 0 ? 'The list says too little to grade the others.' : `Of those that could be graded, ${sayFit(figures)} fit our ideal customer profile with A or B.`}`
}
