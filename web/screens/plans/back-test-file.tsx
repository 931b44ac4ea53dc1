import { Button, FileButton, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { problemOf, type Problem } from '../../api/problem.ts'
import { uploadFile, type Uploaded } from '../../api/upload-file.ts'
import { FormError } from '../../parts/form-error.tsx'
import { saySize } from '../../parts/numbers.ts'

type Chosen = Uploaded & { name: string }

/** A past from a file, instead of what happened here. */
export function BackTestFile({ file, onChange }: { file: Chosen | null; onChange: (file: Chosen | null) => void }) {
  const [share, setShare] = useState<number | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const take = async (chosen: File | null) => {
    if (!chosen) return
    setProblem(null)
    setShare(0)
    try {
      onChange({ ...(await uploadFile(chosen, setShare, new AbortController().signal, '/back-tests/files')), name: chosen.name })
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setShare(null)
    }
  }
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
            <FileButton onChange={(chosen) => void take(chosen)} accept=".csv,.jsonl,.ndjson,.tsv,.txt">{(props) => <Button {...props} variant="subtle" color="gray" loading={share !== null}>Use a file instead</Button>}</FileButton>
            <Text size="sm" c="dimmed">{share === null ? 'CSV of opportunities (id, partner, close date, amount), or facts as JSON lines.' : `${Math.floor(share * 100)} % sent`}</Text>
          </>
        )}
      </Group>
      <FormError problem={problem} />
    </>
  )
}
