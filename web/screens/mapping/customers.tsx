import { Button, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, downloadUrl, send, take } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { useAct } from '../../api/use-act.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { FilterBar, FilterSelect, FilterText } from '../../parts/filter-bar.tsx'
import { Grade } from '../../parts/grade.tsx'
import { A } from '../../parts/link.tsx'
import { sayLikely } from '../../parts/numbers.ts'
import { EmptyState } from '../../parts/states.tsx'
import text from '../../parts/text.module.css'
import { useFilters, useSort } from '../../parts/use-filters.ts'
import { paths } from '../../paths.ts'
import { AskIntroduction } from './ask-introduction.tsx'
import { Sums } from './matrix.tsx'
import { mixQuery, type Customer, type CustomerList } from './queries.ts'
import { AskState, bandWords, gradeWords, relationWords } from './words.tsx'

type Size = '1-9' | '10-49' | '50-249' | '250-999' | '1000-4999' | '5000+'
type Respect = 'industry' | 'size' | 'country'
const kinds = [['industry', 'Industry'], ['size', 'Size'], ['country', 'Country']] as const
const choices = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }))

/** The customers that may be seen, with what can be done about each. */
export function Customers({ list }: { list: CustomerList }) {
  const [filters, setFilters] = useFilters('relation', 'grade', 'band', 'new', 'industry', 'size', 'country', 'q')
  const { sort, sorting } = useSort<'name' | 'relation' | 'grade'>()
  const [asking, setAsking] = useState<Customer | null>(null)
  const query = { relation: filters.relation as Customer['relation'] | undefined, grade: filters.grade as Customer['grade'] | undefined, band: filters.band as Customer['band'] | undefined, industry: filters.industry, size: filters.size as Size | undefined, country: filters.country, q: filters.q, sort, ...(filters.new ? { new: 'true' } : {}) }
  const pages = usePages(['customer-lists', list.id, 'customers', filters, sort], (after) => take(api.GET('/api/v1/customer-lists/{id}/customers', { params: { path: { id: list.id }, query: { ...query, ...(after ? { after } : {}) } } })))
  const mix = useQuery(mixQuery(list)).data
  const choicesOf = (respect: Respect) => {
    const known = mix?.dimensions.find((one) => one.dimension === respect)?.values.map(({ value, name }) => ({ value, label: name })) ?? []
    const chosen = filters[respect]
    return chosen === undefined || known.some((one) => one.value === chosen) ? known : [...known, { value: chosen, label: chosen }]
  }
  const columns: Column<Customer>[] = [
    { key: 'name', header: 'Customer of the partner', sort: 'name', cell: (c) => <><span>{c.name}</span>{(c.isNew || c.times > 1 || c.domain) && <span className={text.source}>{[c.domain, c.times > 1 && `in ${c.times} rows`, c.isNew && 'new'].filter(Boolean).join(', ')}</span>}</> },
    { key: 'company', header: 'Our company', cell: (c) => <Ours customer={c} list={list} /> },
    { key: 'relation', header: 'We are', sort: 'relation', cell: (c) => relationWords[c.relation] },
    { key: 'grade', header: 'Fit', sort: 'grade', cell: (c) => (c.grade === 'ungraded' ? <span className={text.quiet}>–</span> : <Grade grade={c.grade} />) },
    { key: 'open', header: 'Open', numeric: true, minor: true, cell: (c) => <Sums of={c.openValue} /> },
    { key: 'act', header: 'Introduction', cell: (c) => (c.ask?.state === 'open' || c.ask?.state === 'introduced' ? <AskState state={c.ask.state} /> : c.relation === 'open' || c.relation === 'prospect' ? <CanButton can={c.can.ask} size="compact-sm" onClick={() => setAsking(c)} aria-label={`Ask for it: an introduction to ${c.name}`}>Ask for it</CanButton> : null) },
  ]
  const isFiltered = Object.keys(filters).length > 0
  return (
    <>
      <FilterBar isFiltered={isFiltered} clear={() => setFilters({ relation: undefined, grade: undefined, band: undefined, new: undefined, industry: undefined, size: undefined, country: undefined, q: undefined })}>
        <FilterText label="Name or website" value={filters.q} onChange={(q) => setFilters({ q })} />
        <FilterSelect label="How we stand" all="However we stand" value={filters.relation} choices={choices(relationWords)} onChange={(relation) => setFilters({ relation })} />
        <FilterSelect label="Fit" all="Any fit" value={filters.grade} choices={choices(gradeWords)} onChange={(grade) => setFilters({ grade })} />
        <FilterSelect label="Match" all="Any match" value={filters.band} choices={choices(bandWords)} onChange={(band) => setFilters({ band })} />
        {kinds.map(([respect, words]) => <FilterSelect key={respect} label={words} all={`Any ${respect}`} value={filters[respect]} choices={choicesOf(respect)} onChange={(value) => setFilters({ [respect]: value })} />)}
        {list.changes?.comparable && <FilterSelect label="New" all="New or not" value={filters.new} choices={[{ value: 'yes', label: 'New since the last list' }]} onChange={(value) => setFilters({ new: value })} />}
      </FilterBar>
      <DataTable
        caption="Customers of the partner" noun={['customer']} columns={columns} pages={pages} keyOf={(c) => String(c.n)} sort={sorting}
        csv={downloadUrl(`/api/v1/customer-lists/${list.id}/customers.csv`, { ...filters, new: filters.new ? 'true' : undefined })}
        empty={isFiltered ? <EmptyState title="No customer matches">Change or clear the filters.</EmptyState> : <EmptyState title="No customer of the partner is a company that we know">What the partner does not share is counted above.</EmptyState>}
      />
      {asking && <AskIntroduction listId={list.id} n={asking.n} buyer={asking.name} partnerName={list.partner.name} onClose={() => setAsking(null)} />}
    </>
  )
}

/** Which company of ours it is; where that is not certain a person says so. */
function Ours({ customer, list }: { customer: Customer; list: CustomerList }) {
  const judge = useAct((companyId: string | null) => send(api.PUT('/api/v1/customer-lists/{id}/customers/{n}/company', { params: { path: { id: list.id, n: customer.n } }, body: { companyId } })), { done: 'Noted. The figures follow.' })
  const { company } = customer
  if (!company) return <span className={text.quiet}>–</span>
  const link = <A to={paths.company(company.id)} py={4} my={-4} display="inline-block">{company.name}</A>
  if (customer.band === 'same') return <>{link}{customer.isJudged && <span className={text.source}>a person said so</span>}</>
  return (
    <>
      Perhaps {link}
      <Text size="xs" c="dimmed">{sayLikely(customer.probability)}{customer.reasons.join(' ')}</Text>
      {list.can.judge.allowed && (
        <Group gap={4} mt={4}>
          <Button size="compact-xs" loading={judge.busy} onClick={() => judge.run(company.id)} aria-label={`It is: ${customer.name} is ${company.name}`}>It is</Button>
          <Button size="compact-xs" variant="subtle" color="gray" loading={judge.busy} onClick={() => judge.run(null)} aria-label={`Another company: ${customer.name} is none of ours`}>Another company</Button>
        </Group>
      )}
    </>
  )
}
