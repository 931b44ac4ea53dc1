import { Anchor, Button, List, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Fragment, type ReactNode } from 'react'
import { api, take } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { useAct } from '../../api/use-act.ts'
import { CanButton } from '../../parts/can-button.tsx'
import { FormError } from '../../parts/form-error.tsx'
import { sayCount, saySize } from '../../parts/numbers.ts'
import { Page, Section } from '../../parts/page.tsx'
import { EmptyState, ErrorState, Loading } from '../../parts/states.tsx'
import { forgetKept, useKept } from '../../parts/use-kept.ts'
import { paths } from '../../paths.ts'
import { asSaid } from './as-said.ts'
import { FirstRows, RowProblems } from './first-rows.tsx'
import { MappingTable } from './mapping-table.tsx'
import { MeaningsTable } from './meanings-table.tsx'
import { kinds, kindWords, nothingSaid, previewQuery, type Preview, type Said } from './queries.ts'
import { ReadingOptions } from './reading-options.tsx'

type Props = { fileId: string; kind: string; onAnother: () => void; onKind: (kind: string) => void }

/** How a file would be imported: what must be decided, columns, stages, first rows, problems; then the import itself. */
export function ImportPreview({ fileId, kind, onAnother, onKind }: Props) {
  const place = `import.${fileId}.${kind}`
  const [said, say] = useKept<Said>(place, nothingSaid)
  const asked = { fileId, kind, mapping: said.mapping, options: said.options }
  const query = useQuery(previewQuery(asked))
  const navigate = useNavigate()
  const start = useAct(() => take(api.POST('/api/v1/imports', { body: asked })), {
    quiet: true,
    onDone: ({ id }) => {
      forgetKept(place)
      void navigate({ to: paths.import(id), replace: true })
    },
  })
  const another = <Button onClick={onAnother}>Another file</Button>
  const frame = { title: 'Import a file', parent: { title: 'Imports', to: paths.imports() } }
  // A first look fails where the file is no CSV; a later one where what was said does not fit, and then what was seen before stays on screen.
  const read = query.data
  const preview = read && (query.isFetching || query.error) ? asSaid(read, said) : read
  if (!read || !preview) return <Page {...frame}>{query.error ? <Unread error={query.error} retry={() => void query.refetch()} another={another} /> : <><Text size="sm" c="dimmed" role="status">Reading the file</Text><Loading /></>}</Page>

  const change = (part: Partial<Said['options']>) => say({ ...said, options: { ...said.options, ...part } })
  const { scanned } = preview
  const blocked = read.questions.length > 0 ? 'Decide what is open first.' : scanned.good === 0 ? 'No row can be imported as it is read now.' : undefined
  // Without a column that is needed every row fails for the same reason, which the question above says already.
  const isUnplaced = preview.questions.some((question) => question.option.startsWith('mapping.')) && preview.rows.length > 0 && preview.rows.every((row) => row.problem)
  return (
    <Page
      {...frame}
      sub={<>{preview.file.name}, {saySize(preview.file.size)}, as {kindWords(kind).toLowerCase()}. Read it as {kinds.filter((k) => k.value !== kind).map((k, i) => <Fragment key={k.value}>{i > 0 && ' or '}<Anchor component="button" type="button" onClick={() => onKind(k.value)}>{k.label.toLowerCase()}</Anchor></Fragment>)} instead.</>}
      actions={<>{another}<CanButton can={blocked ? { allowed: false, why: blocked } : { allowed: true }} variant="filled" loading={start.busy} onClick={() => start.run()}>{verb(preview)}</CanButton></>}
    >
      <Text size="md" mb={4} role="status" aria-busy={query.isFetching}>{query.isFetching ? 'Reading the file again' : verdict(preview)}</Text>
      {query.error && <FormError problem={problemOf(query.error)} />}
      <FormError problem={start.problem} orphans={preview.questions.length === 0 ? Object.values(start.problem?.fields ?? {}) : []} />
      <Questions preview={preview} />
      <Section title="Columns" count={preview.columns.length}>
        <MappingTable preview={preview} said={said.mapping} onChange={(mapping) => say({ ...said, mapping })} />
      </Section>
      {preview.choices && preview.choices.values.length > 0 && (
        <Section title={`${labelOf(preview, preview.choices.field)}s`} count={preview.choices.values.length}>
          <MeaningsTable choices={preview.choices} onChange={(meanings) => change({ choices: { ...said.options.choices, [preview.choices?.field ?? '']: { ...said.options.choices?.[preview.choices?.field ?? ''], ...meanings } } })} />
        </Section>
      )}
      <Section title="First rows as they are understood">
        {isUnplaced ? <Text size="sm" c="dimmed">They are shown once the columns above are chosen.</Text> : preview.rows.length === 0 ? <EmptyState title="The file has no rows below its header">Choose another file.</EmptyState> : <FirstRows preview={preview} />}
      </Section>
      {preview.problems.length > 0 && !isUnplaced && <Section title="Rows that cannot be imported" count={scanned.bad}><RowProblems preview={preview} /></Section>}
      <Section title="How values are read"><ReadingOptions preview={preview} options={said.options} onChange={change} /></Section>
    </Page>
  )
}

/** What is no CSV says so and what to do; a server that did not answer can be asked again. */
function Unread({ error, retry, another }: { error: unknown; retry: () => void; another: ReactNode }) {
  const problem = problemOf(error)
  if (problem.status !== 422) return <ErrorState error={error} retry={retry} what="The file" />
  return <EmptyState title="This file cannot be read" action={another}>{Object.values(problem.fields)[0] ?? problem.message}</EmptyState>
}

const labelOf = (preview: Preview, field: string): string => preview.fields.find((f) => f.name === field)?.label ?? field

function verb({ scanned }: Preview): string {
  return scanned.isWhole && scanned.good > 0 ? `Import ${sayCount(scanned.good, 'row')}` : 'Import'
}

function verdict({ scanned, questions }: Preview): string {
  const open = questions.length > 0 ? ` ${questions.length === 1 ? 'One thing has' : `${questions.length} things have`} to be decided first.` : ''
  const garbled = scanned.unreadable > 0 ? ` ${sayCount(scanned.unreadable, 'row has', 'rows have')} signs that cannot be read; try another encoding below.` : ''
  const whole = scanned.isWhole ? `${sayCount(scanned.rows, 'row')}. ` : `The first ${sayCount(scanned.rows, 'row')} were looked at; the rest is read when it is imported. `
  if (open) return `${whole}${open.trim()}${garbled}`
  if (scanned.bad === 0) return `${whole}${scanned.rows === 1 ? 'It can be imported.' : 'All can be imported.'}${garbled}`
  return `${whole}${sayCount(scanned.bad, 'row')} cannot be imported as ${scanned.bad === 1 ? 'it is' : 'they are'}; the report will name ${scanned.bad === 1 ? 'it' : 'them'} with the reason.${garbled}`
}

/** What only a person can say, each leading to the place where it is said. */
function Questions({ preview }: { preview: Preview }) {
  if (preview.questions.length === 0) return <div style={{ height: '1.25rem' }} />
  return (
    <List type="ordered" size="sm" my="md" spacing={4} aria-label="To decide">
      {preview.questions.map((question) => (
        <List.Item key={question.option + question.message}>
          <Anchor component="button" type="button" ta="left" onClick={() => goTo(question.option)}>{question.message}</Anchor>
        </List.Item>
      ))}
    </List>
  )
}

/** `mapping.stage`, `options.dateOrder`: fields on this page carry these names. */
function goTo(option: string): void {
  const field = [...document.querySelectorAll<HTMLSelectElement>(`[name^="${CSS.escape(option)}"]`)].find((each, _, all) => each.value === '' || all.length === 1)
  field?.scrollIntoView({ block: 'center' })
  field?.focus({ preventScroll: true })
}
