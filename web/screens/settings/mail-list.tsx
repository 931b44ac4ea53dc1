import { api, take } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { useMe } from '../../api/session.ts'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { FilterBar, FilterSelect } from '../../parts/filter-bar.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useFilters } from '../../parts/use-filters.ts'
import { When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { MailState, mailStateChoices } from './mail-state.tsx'
import type { MailRow } from './queries.ts'
import { SettingsPage } from './settings-page.tsx'

const columns: Column<MailRow>[] = [
  { key: 'subject', header: 'Subject', cell: (m) => m.subject },
  { key: 'to', header: 'To', cell: (m) => m.to },
  { key: 'state', header: 'State', cell: (m) => <MailState state={m.state} /> },
  { key: 'when', header: 'Written', numeric: true, cell: (m) => <When at={m.createdAt} /> },
]

/** What was mailed: sent, captured, or not delivered. */
export function MailList() {
  const { may } = useMe()
  return may('mail:read') ? <Mails /> : <SettingsPage title="Mailbox"><EmptyState title="You cannot read the mailbox">An admin can: mails hold links that act for partners.</EmptyState></SettingsPage>
}

function Mails() {
  const [filters, setFilters] = useFilters('state')
  const state = filters.state as MailRow['state'] | undefined
  const pages = usePages(['mails', 'list', filters], (after) => take(api.GET('/api/v1/mails', { params: { query: { ...(state ? { state } : {}), ...(after ? { after } : {}) } } })))
  return (
    <SettingsPage title="Mailbox" sub="Every mail that was written, newest first.">
      <FilterBar isFiltered={Boolean(state)} clear={() => setFilters({ state: undefined })}>
        <FilterSelect label="State" all="Any state" value={state} choices={mailStateChoices} onChange={(next) => setFilters({ state: next })} />
      </FilterBar>
      <DataTable
        caption="Mails" noun={['mail']} columns={columns} pages={pages} keyOf={(m) => m.id} to={(m) => paths.mail(m.id)}
        empty={state ? <EmptyState title="No mail in this state">Choose another one.</EmptyState> : <EmptyState title="No mail was written yet">Partners are told by mail when their introduction is answered; members get invitations and sign-in links.</EmptyState>}
      />
    </SettingsPage>
  )
}
