import { api, downloadUrl, take } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { useCan } from '../../api/session.ts'
import { CanLink } from '../../parts/can-link.tsx'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { FilterBar, FilterSelect, FilterText } from '../../parts/filter-bar.tsx'
import { Grade } from '../../parts/grade.tsx'
import { ButtonLink } from '../../parts/link.tsx'
import { sayNumber } from '../../parts/numbers.ts'
import { Page } from '../../parts/page.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useFilters, useSort } from '../../parts/use-filters.ts'
import { paths } from '../../paths.ts'
import { gradeChoices, sayCountry, type CompanyRow } from './queries.ts'

const columns: Column<CompanyRow>[] = [
  { key: 'name', sort: 'name', header: 'Company', cell: (c) => <>{c.name}{c.suspicious && ', look-alike'}</> },
  { key: 'domain', header: 'Website', cell: (c) => c.domain ?? '–', minor: true },
  { key: 'grade', sort: 'grade', header: 'Fit', cell: (c) => <Grade grade={c.grade} /> },
  { key: 'industry', sort: 'industry', header: 'Industry', cell: (c) => c.industry ?? '–', minor: true },
  { key: 'country', sort: 'country', header: 'Country', cell: (c) => (c.country ? sayCountry(c.country) : '–'), minor: true },
  { key: 'employees', sort: 'employees', header: 'People', cell: (c) => (c.employees === null ? '–' : sayNumber(c.employees)), numeric: true, minor: true },
  { key: 'customer', header: 'Customer', cell: (c) => (c.isCustomer ? 'Customer' : c.directOnly ? 'Direct only' : '') },
]

/** Every buyer organisation we know, by name. */
export function CompanyList() {
  const [filters, setFilters] = useFilters('q', 'grade', 'customer')
  const { sort, sorting } = useSort<'name' | 'grade' | 'industry' | 'country' | 'employees'>()
  const query = { q: filters.q, grade: filters.grade as NonNullable<CompanyRow['grade']> | undefined, customer: filters.customer as 'true' | 'false' | undefined }
  const pages = usePages(['companies', 'list', filters, sort], (after) => take(api.GET('/api/v1/companies', { params: { query: { ...query, sort, ...(after ? { after } : {}) } } })))
  const can = useCan('companies:write')
  const isFiltered = Object.keys(filters).length > 0
  const add = <CanLink can={can} to={paths.newCompany()} isPrimary>Add company</CanLink>
  const mayImport = useCan('imports:write')
  return (
    <Page title="Companies" sub="Buyer organisations we know: customers, prospects or neither." actions={<><ButtonLink to={paths.duplicates()}>Possible duplicates</ButtonLink><CanLink can={mayImport} to={paths.newImport()} search={{ kind: 'companies' }}>Import a file</CanLink>{add}</>}>
      <FilterBar isFiltered={isFiltered} clear={() => setFilters({ q: undefined, grade: undefined, customer: undefined })}>
        <FilterText key={filters.q ? 'filled' : 'empty'} label="Name or website" value={filters.q} onChange={(q) => setFilters({ q })} />
        <FilterSelect label="Fit" all="Any fit" value={filters.grade} choices={gradeChoices} onChange={(grade) => setFilters({ grade })} />
        <FilterSelect label="Customer" most="12.5rem" all="Customers and others" value={filters.customer} choices={[{ value: 'true', label: 'Customers' }, { value: 'false', label: 'Not customers' }]} onChange={(customer) => setFilters({ customer })} />
      </FilterBar>
      <DataTable
        caption="Companies" noun={['company', 'companies']} sort={sorting} columns={columns} pages={pages} keyOf={(c) => c.id} to={(c) => paths.company(c.id)}
        csv={downloadUrl('/api/v1/companies.csv', { ...query, sort })}
        empty={isFiltered
          ? <EmptyState title="No company matches">Try other filters, or a part of the name.</EmptyState>
          : <EmptyState title="No companies yet" action={<CanLink can={mayImport} to={paths.newImport()} search={{ kind: 'companies' }} isPrimary>Import companies</CanLink>}>Import the companies of your CRM, so that an introduction of one you know is noticed. New ones are made as partners introduce them.</EmptyState>}
      />
    </Page>
  )
}
