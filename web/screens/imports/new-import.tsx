import { Radio, Stack } from '@mantine/core'
import { useCan } from '../../api/session.ts'
import { Page } from '../../parts/page.tsx'
import { EmptyState } from '../../parts/states.tsx'
import { useFilters } from '../../parts/use-filters.ts'
import { paths } from '../../paths.ts'
import { FileDrop } from './file-drop.tsx'
import { ImportPreview } from './import-preview.tsx'
import { kinds } from './queries.ts'

const parent = { title: 'Imports', to: paths.imports() }

/** From a file to a preview of it; which file and what it holds stand in the address, so a reload goes on where it was. */
export function NewImport() {
  const [{ kind = 'companies', file }, choose] = useFilters('kind', 'file')
  const can = useCan('imports:write')
  if (!can.allowed) return <Page title="Import a file" parent={parent}><EmptyState title="You cannot import">{can.why}</EmptyState></Page>
  if (file) return <ImportPreview key={`${file} ${kind}`} fileId={file} kind={kind} onAnother={() => choose({ file: undefined })} onKind={(next) => choose({ kind: next })} />
  return (
    <Page title="Import a file" parent={parent}>
      <Stack gap="xl">
        <Radio.Group label="What is in the file?" labelProps={{ fw: 500, mb: 8 }} size="sm" value={kind} onChange={(value) => choose({ kind: value })}>
          <Stack gap={10}>
            {kinds.map((k) => <Radio key={k.value} value={k.value} label={k.label} description={`One row for each: ${k.holds}`} size="sm" />)}
          </Stack>
        </Radio.Group>
        <FileDrop onSent={({ id }) => choose({ kind, file: id })} />
      </Stack>
    </Page>
  )
}
