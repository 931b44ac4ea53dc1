import { FileButton, Button, Group, Radio, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api, send } from '../../api/client.ts'
import { useWorkspace } from '../../api/session.ts'
import { FormDialog } from '../../parts/dialog.tsx'
import { FormError } from '../../parts/form-error.tsx'
import { saySize } from '../../parts/numbers.ts'
import { aYearAfter, todayIn } from '../../parts/time.ts'
import { required, useForm } from '../../parts/use-form.ts'
import { useUpload, type Chosen } from '../../parts/use-upload.ts'
import type { Sharing } from './queries.ts'
import { sharingMeans, sharingWords } from './words.tsx'

/** A list that the partner gave us, with the level it chose. */
export function GiveList({ partnerId, partnerName, onClose }: { partnerId: string; partnerName: string; onClose: () => void }) {
  const { timeZone } = useWorkspace()
  const [file, setFile] = useState<Chosen | null>(null)
  const form = useForm({
    initial: { fileId: '', sharing: '', consentBy: '', consentHow: '', expiresOn: aYearAfter(todayIn(timeZone)) },
    checks: { fileId: required('Choose the file.'), sharing: required('Say what the partner agreed to.'), consentBy: required('Who at the partner agreed?'), consentHow: required('How do we know?'), expiresOn: required('Until which day?') },
    submit: async ({ sharing, ...rest }) => {
      await send(api.POST('/api/v1/partners/{id}/customer-lists', { params: { path: { id: partnerId } }, body: { sharing: sharing as Sharing, ...rest } }))
      onClose()
    },
  })
  const { sending, problem, take } = useUpload((chosen) => {
    setFile(chosen)
    form.set('fileId', chosen.id)
  }, '/customer-lists/files')
  return (
    <FormDialog title={`Customer list of ${partnerName}`} verb="Read the list" onClose={onClose} form={form}>
      <div>
        <Group gap="sm">
          <FileButton onChange={take} accept=".csv,.tsv,.txt,text/csv,text/plain">{(props) => <Button {...props} name="fileId" loading={sending !== null} data-autofocus>{file ? 'Choose another' : 'Choose a file'}</Button>}</FileButton>
          <Text size="sm" c="dimmed">{sending !== null ? `${Math.floor(sending.share * 100)} % sent` : file ? `${file.name}, ${saySize(file.size)}` : 'CSV with names or websites'}</Text>
        </Group>
        {problem ? <FormError problem={problem} /> : form.field('fileId').error && <Text size="sm" c="var(--mantine-color-error)" role="alert" mt={4}>{form.field('fileId').error}</Text>}
      </div>
      <Radio.Group label="What the partner lets us see" value={form.values.sharing} error={form.field('sharing').error} onChange={(value) => form.set('sharing', value)}>
        <Stack gap="xs" mt="xs">{(Object.keys(sharingWords) as Sharing[]).map((level) => <Radio key={level} name="sharing" value={level} label={sharingWords[level]} description={sharingMeans[level]} />)}</Stack>
      </Radio.Group>
      <TextInput label="Agreed by" description="The person at the partner" {...form.field('consentBy')} />
      <TextInput label="How we know" description="“By mail of 20 November”, “§ 7 of the agreement”" {...form.field('consentHow')} />
      <TextInput label="Remove it after" type="date" {...form.field('expiresOn')} />
    </FormDialog>
  )
}
