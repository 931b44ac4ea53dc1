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
import { ImportState } from './import-state.tsx'
import type { Import } from './queries.ts'

const columns: Column<Import>[] = [
  { key: 'file', header: 'File', cell: (i) => i.fileName },
  { key: 'kind', header: 'Holds', cell: (i) => i.label },
  { key: 'state', header: 'State', cell: (i) => <ImportState of={i} /> },
  { key: 'created', header: 'Created', cell: (i) => sayNumber(i.created), numeric: true, minor: true },
  { key: 'updated', header: 'Updated', cell: (i) => sayNumber(i.updated), numeric: true, minor: true },
  { key: 'unchanged', header: 'Unchanged', cell: (i) => sayNumber(i.unchanged), numeric: true, minor: true },
  { key: 'rejected', header: 'Rejected', cell: (i) => sayNumber(i.rejected), numeric: true },
  { key: 'started', header: 'Started', cell: (i) => <When at={i.createdAt} />, numeric: true },
]

/** Every import, newest first. */
export function ImportList() {
  const can = useCan('imports:write')
  return can.allowed ? <List /> : <Page title="Imports"><EmptyState title="You cannot see imports">{can.why}</EmptyState></Page>
}

function List() {
  const pages = usePages(['imports', 'list'], (after) => take(api.GET('/api/v1/imports', { params: { query: after ? { after } : {} } })))
  return (
    <Page title="Imports" sub="Companies, opportunities, introductions and candidates from files." actions={<><ButtonLink to={paths.stages()}>Stages</ButtonLink><ButtonLink to={paths.newImport()} variant="filled">Import a file</ButtonLink></>}>
      <DataTable
        caption="Imports" noun={['import']} columns={columns} pages={pages} keyOf={(i) => i.id} to={(i) => paths.import(i.id)}
        empty={
          <EmptyState title="Nothing was imported yet" action={<ButtonLink to={paths.newImport()} variant="filled">Import a file</ButtonLink>}>
            Bring your companies and the opportunities of your CRM as CSV: then introductions are checked against what you know, and results are compared with direct sales. The same file can come again; only what changed is written.
          </EmptyState>
        }
      />
    </Page>
  )
}
