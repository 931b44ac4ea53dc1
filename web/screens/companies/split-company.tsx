import { Checkbox, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, take } from '../../api/client.ts'
import { say } from '../../api/use-act.ts'
import { FormDialog } from '../../parts/dialog.tsx'
import { sayDate } from '../../parts/time.ts'
import { required, useForm } from '../../parts/use-form.ts'
import { paths } from '../../paths.ts'
import type { Company } from './queries.ts'

type Kind = 'domains' | 'aliases' | 'opportunityIds' | 'referralIds'
const nothing: Record<Kind, string[]> = { domains: [], aliases: [], opportunityIds: [], referralIds: [] }

/** One record holds two companies: what is ticked goes to a new one. */
export function SplitCompany({ company, onClose }: { company: Company; onClose: () => void }) {
  const navigate = useNavigate()
  const [chosen, setChosen] = useState(nothing)
  const referrals = useQuery({ queryKey: ['referrals', 'to-split', company.id], queryFn: () => take(api.GET('/api/v1/referrals', { params: { query: { company: company.id, limit: 100 } } })) }).data?.items ?? []
  const opportunities = useQuery({ queryKey: ['opportunities', 'to-split', company.id], queryFn: () => take(api.GET('/api/v1/opportunities', { params: { query: { company: company.id, limit: 100 } } })) }).data?.items ?? []
  const form = useForm({
    initial: { name: '', why: '' }, checks: { name: required('The new company needs a name.'), why: required('Say why.') },
    submit: async ({ name, why }) => {
      const { id } = await take(api.POST('/api/v1/companies/{id}/splits', { params: { path: { id: company.id } }, body: { name: name.trim(), why: why.trim(), ...chosen } }))
      onClose()
      say('The new company is made.')
      void navigate({ to: paths.company(id) })
    },
  })
  const choices: [Kind, string, { value: string; label: string }[]][] = [
    ['domains', 'Websites', company.domains.map((domain) => ({ value: domain, label: domain }))], ['aliases', 'Other names', company.aliases.map(({ name }) => ({ value: name, label: name }))],
    ['referralIds', 'Introductions', referrals.map((one) => ({ value: one.id, label: `by ${one.partner.name}, ${sayDate(one.submittedAt.slice(0, 10))}` }))], ['opportunityIds', 'Opportunities', opportunities.map((one) => ({ value: one.id, label: one.name }))],
  ]
  return (
    <FormDialog title={`Split ${company.name}`} onClose={onClose} verb="Make the new company" form={form}>
      <Text size="sm" c="dimmed">For a record that holds two companies. An opportunity goes together with the introduction that it came from. To take it back, merge the two again.</Text>
      <TextInput label="Name of the new company" data-autofocus {...form.field('name')} />
      {choices.filter(([, , items]) => items.length > 0).map(([kind, label, items]) => (
        <Checkbox.Group key={kind} label={`${label} that go to it`} value={chosen[kind]} onChange={(values) => setChosen((before) => ({ ...before, [kind]: values }))}>
          <Stack gap={6} mt={6}>{items.map((one) => <Checkbox key={one.value} value={one.value} label={one.label} />)}</Stack>
        </Checkbox.Group>
      ))}
      <Textarea label="Why" minRows={2} {...form.field('why')} />
    </FormDialog>
  )
}
