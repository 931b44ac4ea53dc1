import { Button, FileInput, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useAct } from '../../api/use-act.ts'
import { FormError } from '../../parts/form-error.tsx'
import { sayCount } from '../../parts/numbers.ts'
import { OpenModal } from '../../parts/open-modal.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import { sendResults, type Results } from './queries.ts'

/** Takes in what the bank says about payments: a file, and a report of what came of it. */
export function ReadResults({ onClose }: { onClose: () => void }) {
  const [file, setFile] = useState<File | null>(null)
  const [isMissing, setMissing] = useState(false)
  const [results, setResults] = useState<Results | null>(null)
  const act = useAct((chosen: File) => sendResults(chosen), { quiet: true, onDone: setResults })
  const choose = (chosen: File | null) => {
    setFile(chosen)
    setMissing(false)
    act.clear()
  }
  return (
    <OpenModal onClose={onClose} title="Read bank results" size="lg">
      {results ? <Report results={results} onClose={onClose} /> : (
        <Stack gap="md">
          <Text size="sm" c="dimmed">A statement (camt.053), a notification (camt.054), or a CSV with the columns reference and outcome. The same file twice changes nothing.</Text>
          <FileInput label="File of the bank" placeholder="Choose a file" accept=".xml,.csv,.txt,text/csv,application/xml" value={file} onChange={choose} error={isMissing ? 'Choose the file that the bank gave you.' : undefined} data-autofocus />
          <FormError problem={act.problem} />
          <Group gap="xs">
            <Button variant="filled" loading={act.busy} onClick={() => (file ? act.run(file) : setMissing(true))}>Read file</Button>
            <Button variant="subtle" color="gray" onClick={onClose}>Cancel</Button>
          </Group>
        </Stack>
      )}
    </OpenModal>
  )
}

function Report({ results, onClose }: { results: Results; onClose: () => void }) {
  return (
    <Stack gap="md">
      <Text size="sm" role="status">
        {results.isRepeat ? 'This file was read before; nothing was changed. What it did then: ' : ''}
        {sayCount(results.applied, 'entry', 'entries')} changed a payment, {results.repeated} already known, {sayCount(results.unknown, 'entry', 'entries')} about something else.
      </Text>
      {results.problems.length > 0 && (
        <SmallTable
          caption="What was left to you" rows={results.problems} keyOf={(p) => `${p.row} ${p.problem}`}
          columns={[{ key: 'row', header: 'Row', cell: (p) => p.row, numeric: true, width: '4rem' }, { key: 'problem', header: 'Left to you', cell: (p) => p.problem }]}
        />
      )}
      <Group><Button variant="filled" onClick={onClose}>Done</Button></Group>
    </Stack>
  )
}
