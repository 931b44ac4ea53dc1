import { Anchor, FileButton, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { downloadUrl, type Can } from '../api/client.ts'
import { useAct } from '../api/use-act.ts'
import { CanButton } from './can-button.tsx'
import { saySize } from './numbers.ts'
import { When } from './when.tsx'

type SentFile = { id: string; name: string; size: number; sentAt: string; sentBy: string | null }
type Props = { of: `/api/v1/${string}`; files: SentFile[]; can: Can; accept: string; add: (file: File) => Promise<{ added: number }>; verb?: string; children?: ReactNode }

/** Files that came with something, each to take along, and the button for another one. `of` is where they are kept. */
export function SentFiles({ of, files, can, accept, add, verb = 'Add a file', children }: Props) {
  const send = useAct(add, { done: ({ added }) => (added === 0 ? 'This file is here already.' : 'Added.') })
  return (
    <Stack gap="xs" align="flex-start">
      {files.map((file) => (
        <div key={file.id}>
          <Anchor size="sm" href={downloadUrl(`${of}/${file.id}`)} download dir="auto" style={{ overflowWrap: 'anywhere' }}>{file.name}</Anchor>
          <Text size="xs" c="dimmed">{saySize(file.size)}, {file.sentBy ?? 'sent'}, <When at={file.sentAt} /></Text>
        </div>
      ))}
      {children}
      <FileButton accept={accept} onChange={(file) => file && send.run(file)}>
        {({ onClick }) => <CanButton can={can} size="xs" variant="default" loading={send.busy} onClick={onClick}>{verb}</CanButton>}
      </FileButton>
    </Stack>
  )
}
