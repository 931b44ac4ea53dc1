import { Button, Group, Progress, Text, VisuallyHidden } from '@mantine/core'
import { useState } from 'react'
import { Problem } from '../../api/problem.ts'
import type { Uploaded } from '../../api/upload-file.ts'
import { FormError } from '../../parts/form-error.tsx'
import { saySize } from '../../parts/numbers.ts'
import { useUpload } from '../../parts/use-upload.ts'
import classes from './imports.module.css'

const largest = 1024 ** 3

/** Takes one file by drop or by choosing and sends it, saying how far it is. */
export function FileDrop({ onSent }: { onSent: (file: Uploaded) => void }) {
  const { sending, problem, setProblem, stop, take: send } = useUpload(onSent)
  const [isOver, setOver] = useState(false)

  const take = (file: File | undefined) => {
    if (file?.size === 0) return setProblem(problemOfFile('The file is empty.'))
    if (file && file.size > largest) return setProblem(problemOfFile(`The file has ${saySize(file.size)}; one file can have up to 1 GB. Split it and import the parts one after the other.`))
    send(file)
  }

  if (sending) {
    const percent = Math.floor(sending.share * 100)
    return (
      <div className={classes.sending}>
        <Text size="sm" mb={6} id="sending">{sending.share < 1 ? `Sending ${sending.file.name}` : `${sending.file.name} is sent and being kept`}</Text>
        <Progress.Root size="sm"><Progress.Section value={percent} aria-labelledby="sending" /></Progress.Root>
        <Group gap="md" mt={6}>
          <Text size="sm" c="dimmed" className="numbers">{percent} % of {saySize(sending.file.size)}</Text>
          <Button variant="subtle" color="gray" onClick={stop}>Stop</Button>
        </Group>
      </div>
    )
  }
  return (
    <>
      <label
        className={classes.drop} data-over={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          take(event.dataTransfer.files[0])
        }}
      >
        <span className={classes.choose}>Choose a file</span> or drop it here
        <Text size="sm" c="dimmed" mt={4} component="span" display="block">CSV, as your CRM or a spreadsheet exports it, up to 1 GB. You see how it is read before anything is imported.</Text>
        <VisuallyHidden><input type="file" accept=".csv,.tsv,.txt,text/csv,text/plain" onChange={(event) => take(event.currentTarget.files?.[0])} /></VisuallyHidden>
      </label>
      <FormError problem={problem} />
    </>
  )
}

const problemOfFile = (words: string): Problem => new Problem(words, { code: 'files.unfit' })
