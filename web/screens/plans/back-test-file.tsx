import { Button, FileButton, Group, Text } from '@mantine/core'
import { FormError } from '../../parts/form-error.tsx'
import { sayPercent, saySize } from '../../parts/numbers.ts'
import { useUpload, type Chosen } from '../../parts/use-upload.ts'

/** A past from a file, instead of what happened here. */
export function BackTestFile({ file, onChange }: { file: Chosen | null; onChange: (file: Chosen | null) => void }) {
  const { sending, problem, take } = useUpload(onChange, '/back-tests/files')
  return (
    <>
      <Group gap="xs" mb="md">
        {file ? (
          <>
            <Text size="sm">Over {file.name} ({saySize(file.size)}) instead of what happened here.</Text>
            <Button variant="subtle" color="gray" onClick={() => onChange(null)}>Use our own past</Button>
          </>
        ) : (
          <>
            <FileButton onChange={take} accept=".csv,.jsonl,.ndjson,.tsv,.txt">{(props) => <Button {...props} variant="subtle" color="gray" loading={sending !== null}>Use a file instead</Button>}</FileButton>
            <Text size="sm" c="dimmed">{sending === null ? 'CSV of opportunities (id, partner, close date, amount), or facts as JSON lines.' : `${sayPercent(Math.floor(sending.share * 100))} sent`}</Text>
          </>
        )}
      </Group>
      <FormError problem={problem} />
    </>
  )
}
