import { Radio, Stack, Textarea } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { api, send } from '../../api/client.ts'
import { say } from '../../api/use-act.ts'
import { CompanySelect } from '../../parts/company-select.tsx'
import { FormDialog } from '../../parts/dialog.tsx'
import { required, useForm } from '../../parts/use-form.ts'
import { paths } from '../../paths.ts'
import { MergePreview } from './merge-preview.tsx'
import { companyQuery, type Company } from './queries.ts'

/** Says that another record is the same company: which of the two stays, what moves, and why. */
export function MergeCompany({ company, onClose }: { company: Company; onClose: () => void }) {
  const navigate = useNavigate()
  const form = useForm({
    initial: { otherId: '', stays: 'this', why: '' }, checks: { otherId: required('Choose the other company.'), why: required('Say why.') },
    submit: async ({ otherId, stays, why }) => {
      const [into, from] = stays === 'this' ? [company.id, otherId] : [otherId, company.id]
      await send(api.POST('/api/v1/companies/{id}/merges', { params: { path: { id: into } }, body: { otherId: from, why: why.trim() } }))
      onClose()
      say('The two are one company.')
      if (into !== company.id) void navigate({ to: paths.company(into) })
    },
  })
  const { otherId, stays } = form.values
  const other = useQuery({ ...companyQuery(otherId), enabled: otherId !== '' }).data
  return (
    <FormDialog title={`Merge ${company.name} with another company`} onClose={onClose} verb="Merge companies" form={form}>
      <CompanySelect isFirst not={company.id} label="The same company" name="otherId" value={otherId} error={form.field('otherId').error} onChange={(id) => form.set('otherId', id)} />
      {otherId !== '' && (
        <>
          <Radio.Group label="Which one stays" description="Its name and its own values come first." value={stays} onChange={(value) => form.set('stays', value)}>
            <Stack gap={6} mt={6}>
              <Radio value="this" label={company.name} />
              <Radio value="other" label={other?.name ?? 'The other one'} />
            </Stack>
          </Radio.Group>
          <MergePreview into={stays === 'this' ? company.id : otherId} from={stays === 'this' ? otherId : company.id} />
        </>
      )}
      <Textarea label="Why" minRows={2} {...form.field('why')} />
    </FormDialog>
  )
}
