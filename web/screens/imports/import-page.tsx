import { Anchor, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { api, downloadUrl, send } from '../../api/client.ts'
import { useAct } from '../../api/use-act.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { ButtonLink } from '../../parts/link.tsx'
import { HowFar, sayRest } from '../../parts/how-far.tsx'
import { sayCount, sayNumber } from '../../parts/numbers.ts'
import { Columns, Page, Section } from '../../parts/page.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { ErrorState, Loading } from '../../parts/states.tsx'
import { Timeline } from '../../parts/timeline.tsx'
import { When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { ImportState } from './import-state.tsx'
import classes from './imports.module.css'
import { importQuery, kinds, type Import } from './queries.ts'

const parent = { title: 'Imports', to: paths.imports() }

/** One import: how far it is, and what came of it. */
export function ImportPage() {
  const { id = '' } = useParams({ strict: false })
  const query = useQuery(importQuery(id))
  if (!query.data) return <Page title="Import" parent={parent}>{query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} what="The import" /> : <Loading />}</Page>
  const it = query.data
  const isUnderWay = it.state === 'waiting' || it.state === 'running'
  return (
    <Page title={it.fileName} parent={parent} sub={<><ImportState of={it} />. {it.label}, started <When at={it.createdAt} /></>} actions={isUnderWay ? <Stop of={it} /> : <Next of={it} />}>
      <Columns
        main={<>{isUnderWay ? <UnderWay of={it} /> : <Report of={it} />}<AsRead of={it} /></>}
        side={isUnderWay ? null : <Timeline about={{ subject: it.id }} />}
      />
    </Page>
  )
}

function AsRead({ of: it }: { of: Import }) {
  return (
    <Section title="Columns as they were read">
      <SmallTable
        caption="Fields and the columns that held them" rows={Object.entries(it.mapping)} keyOf={([field]) => field}
        columns={[{ key: 'field', header: 'Field', cell: ([field]) => sayField(field), width: '45%' }, { key: 'column', header: 'Column of the file', cell: ([, column]) => column }]}
      />
    </Section>
  )
}

const fieldWords: Record<string, string> = { employees: 'People', zip: 'Postal code', phone: 'Telephone', foundedYear: 'Founded in', parentName: 'Parent company', companyName: 'Company', companyDomain: "Company's domain", companyCrmId: "Company's id in the CRM", crmId: 'Id in the CRM', repName: 'Sales rep', website: 'Website or domain' }
/** A field's name in words: "openedOn" is "Opened on". */
const sayField = (field: string): string => {
  if (field.startsWith('column:')) return `${field.slice('column:'.length)}, kept as it is`
  if (fieldWords[field]) return fieldWords[field]
  const words = field.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function Stop({ of }: { of: Import }) {
  const stop = useAct(() => send(api.PUT('/api/v1/imports/{id}/cancellation', { params: { path: { id: of.id } } })), { done: 'It stops after the rows it is at. What was imported stays.' })
  return <CanButton can={of.can.cancel} loading={stop.busy} onClick={() => stop.run()}>Stop import</CanButton>
}

function Next({ of }: { of: Import }) {
  const kind = kinds.find((k) => k.value === of.kind)
  return (
    <>
      <ButtonLink to={paths.newImport()}>Import another file</ButtonLink>
      {kind && of.state === 'done' && <ButtonLink to={kind.to} variant="filled">Open {kind.label.toLowerCase()}</ButtonLink>}
    </>
  )
}

function UnderWay({ of }: { of: Import }) {
  return (
    <Section title="How far it is">
      <HowFar percent={of.percent} label="Share of the file that is read" />
      <Text size="sm" mt="xs" className="numbers">
        {of.state === 'waiting' ? 'Waiting for its turn.' : <>{of.percent.toFixed(1)} %, {sayCount(of.rows, 'row')}{of.rowsPerSecond ? `, ${sayNumber(of.rowsPerSecond)} a second` : ''}{sayRest(of.secondsLeft)}</>}
      </Text>
      <Text size="sm" c="dimmed" mt={4} className="numbers">{sayNumber(of.created)} created, {sayNumber(of.updated)} updated, {sayNumber(of.unchanged)} unchanged, {sayNumber(of.rejected)} rejected. You can leave this page; it goes on.</Text>
    </Section>
  )
}

function Report({ of }: { of: Import }) {
  const counts: [string, number, string][] = [
    ['Created', of.created, 'new here'], ['Updated', of.updated, 'known, and something changed'], ['Unchanged', of.unchanged, 'known, and the same as before'], ['Rejected', of.rejected, 'not imported'],
  ]
  return (
    <Section title="Report">
      {of.problem && <Text size="sm" c="var(--mantine-color-error)" mb="sm" role="alert">{of.problem}</Text>}
      <Text size="sm" mb="sm" role="status">{sentenceOf(of)}</Text>
      <SmallTable
        caption="What came of the rows" rows={counts} keyOf={([name]) => name} foot={['Rows', sayNumber(of.rows), '']}
        columns={[
          { key: 'name', header: 'Outcome', width: '10rem', cell: ([name]) => name },
          { key: 'rows', header: 'Rows', width: '8rem', numeric: true, cell: ([, n]) => sayNumber(n) },
          { key: 'what', header: 'Meaning', cell: ([name, n, what]) => <span className={classes.samples}>{what}{name === 'Rejected' && n > 0 && <>. <Anchor href={downloadUrl(`/api/v1/imports/${of.id}/problems.csv`)} download>Take {n === 1 ? 'it' : 'them'} as CSV, with reasons</Anchor></>}</span> },
        ]}
      />
    </Section>
  )
}

function sentenceOf(of: Import): string {
  if (of.state === 'failed') return `It stopped after ${sayCount(of.rows, 'row')}. What was imported up to there stays; the same file can be imported again.`
  if (of.state === 'cancelled') return `It was stopped after ${sayCount(of.rows, 'row')}. What was imported stays; the same file can be imported again.`
  if (of.rejected === 0) return of.created + of.updated === 0 ? 'Every row was here already; nothing changed.' : 'Every row was imported.'
  return `${sayCount(of.rejected, 'row')} could not be imported. Mend ${of.rejected === 1 ? 'it' : 'them'} in the file and import it again: rows that are here already stay as they are.`
}
