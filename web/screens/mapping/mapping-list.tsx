import { useQuery } from '@tanstack/react-query'
import { useCan } from '../../api/session.ts'
import { ButtonLink } from '../../parts/link.tsx'
import { sayNumber } from '../../parts/numbers.ts'
import { Page } from '../../parts/page.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { EmptyState, ErrorState, Loading } from '../../parts/states.tsx'
import { When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { Sums } from './matrix.tsx'
import { listsQuery, type CustomerList } from './queries.ts'
import { sayFit, sharingWords } from './words.tsx'

/** Every partner's list side by side, the one with the most of our ideal customers first. */
export function MappingList() {
  const can = useCan('mapping:read')
  const query = useQuery({ ...listsQuery, enabled: can.allowed })
  const sub = 'Whose customers are the ones that we want: lists of partners against our companies.'
  if (!can.allowed) return <Page title="Account mapping"><EmptyState title="You cannot see customer lists">{can.why}</EmptyState></Page>
  if (!query.data) return <Page title="Account mapping" sub={sub}>{query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} what="The lists" /> : <Loading />}</Page>
  const open = (list: CustomerList, relation: string) => list.figures?.cells.filter((cell) => cell.relation === relation).reduce((n, cell) => n + cell.companies, 0) ?? 0
  const figure = (list: CustomerList, of: (list: CustomerList) => string) => (list.figures ? of(list) : '–')
  return (
    <Page title="Account mapping" sub={sub}>
      {query.data.items.length === 0 ? (
        <EmptyState title="No partner has shared a customer list yet" action={<ButtonLink to={paths.partners()}>Choose a partner</ButtonLink>}>On a partner’s page, under “Customer list”, you ask for it or give one that you were sent.</EmptyState>
      ) : (
        <SmallTable
          caption="Customer lists in use" rows={query.data.items} keyOf={(list) => list.id} to={(list) => paths.partnerMapping(list.partner.id)}
          columns={[
            { key: 'partner', header: 'Partner', cell: (list) => list.partner.name },
            { key: 'customers', header: 'Customers', numeric: true, cell: (list) => figure(list, (l) => sayNumber(l.figures!.customers)) },
            { key: 'known', header: 'Known to us', numeric: true, cell: (list) => figure(list, (l) => sayNumber(l.figures!.known)) },
            { key: 'fit', header: 'Fit A or B', numeric: true, cell: (list) => figure(list, (l) => sayFit(l.figures!)) },
            { key: 'open', header: 'With an open opportunity', numeric: true, minor: true, cell: (list) => figure(list, (l) => sayNumber(open(l, 'open'))) },
            { key: 'value', header: 'Open', numeric: true, minor: true, cell: (list) => <Sums of={list.figures?.cells.flatMap((cell) => cell.openValue) ?? []} /> },
            { key: 'sharing', header: 'Shared', minor: true, cell: (list) => sharingWords[list.sharing] },
            { key: 'given', header: 'Matched', minor: true, cell: (list) => (list.matchedAt ? <When at={list.matchedAt} day /> : '–') },
          ]}
        />
      )}
    </Page>
  )
}
