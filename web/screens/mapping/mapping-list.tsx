import { Text } from '@mantine/core'
import { api, take } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { useCan } from '../../api/session.ts'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { ButtonLink } from '../../parts/link.tsx'
import { sayNumber } from '../../parts/numbers.ts'
import { Page } from '../../parts/page.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { Sums } from './matrix.tsx'
import { sayOutdated } from './outdated.tsx'
import type { CustomerList } from './queries.ts'
import { sayFit, sharingWords } from './words.tsx'

/** Every partner's list side by side, the one with the most of our ideal customers first. */
export function MappingList() {
  const can = useCan('mapping:read')
  return can.allowed ? <Lists /> : <Page title="Account mapping"><EmptyState title="You cannot see customer lists">{can.why}</EmptyState></Page>
}

const open = (list: CustomerList) => list.figures?.cells.filter((cell) => cell.relation === 'open').reduce((n, cell) => n + cell.companies, 0) ?? 0
const figure = (list: CustomerList, of: (figures: NonNullable<CustomerList['figures']>) => string) => (list.figures ? of(list.figures) : '–')
const columns: Column<CustomerList>[] = [
  { key: 'partner', header: 'Partner', cell: (list) => list.partner.name },
  { key: 'customers', header: 'Customers', numeric: true, cell: (list) => figure(list, (f) => sayNumber(f.customers)) },
  { key: 'known', header: 'Known to us', numeric: true, cell: (list) => figure(list, (f) => sayNumber(f.known)) },
  { key: 'fit', header: 'Fit A or B', numeric: true, cell: (list) => figure(list, sayFit) },
  { key: 'open', header: 'With an open opportunity', numeric: true, minor: true, cell: (list) => figure(list, () => sayNumber(open(list))) },
  { key: 'value', header: 'Open', numeric: true, minor: true, cell: (list) => <Sums of={list.figures?.cells.flatMap((cell) => cell.openValue) ?? []} /> },
  { key: 'sharing', header: 'Shared', minor: true, cell: (list) => sharingWords[list.sharing] },
  { key: 'given', header: 'Matched', minor: true, cell: (list) => (list.matchedAt ? <><When at={list.matchedAt} day />{list.outdated && <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }} title={sayOutdated(list) ?? undefined}>changed since</Text>}</> : '–') },
]

function Lists() {
  const pages = usePages(['customer-lists', 'in-use'], (after) => take(api.GET('/api/v1/customer-lists', { params: { query: after ? { after } : {} } })))
  const choose = <ButtonLink to={paths.partners()}>Choose a partner</ButtonLink>
  return (
    <Page title="Account mapping" sub="Whose customers are the ones that we want: lists of partners against our companies." actions={pages.rows.length > 0 && choose}>
      <DataTable
        caption="Customer lists in use" noun={['list']} columns={columns} pages={pages} keyOf={(list) => list.id} to={(list) => paths.partnerMapping(list.partner.id)}
        empty={<EmptyState title="No partner has shared a customer list yet" action={choose}>On a partner’s page, under “Customer list”, you ask for it or give one that you were sent.</EmptyState>}
      />
      {pages.rows.length > 0 && <Text size="sm" c="dimmed" mt="md">On a partner’s page, under “Customer list”, you ask for another one.</Text>}
    </Page>
  )
}
