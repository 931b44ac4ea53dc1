import { Select, type ComboboxParsedItem } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, take } from '../api/client.ts'

type Props = { label: string; value: string; onChange: (id: string) => void; error?: string | undefined; name?: string; autoFocus?: boolean }

/** Partners to choose from by typing a part of the name, with the one chosen among them. */
function usePartnerChoices(value: string) {
  const [text, setText] = useState('')
  const [words] = useDebouncedValue(text.trim().slice(0, 100), 200)
  const found = useQuery({
    queryKey: ['partners', 'find', words], placeholderData: (before) => before,
    queryFn: async () => (await take(api.GET('/api/v1/partners', { params: { query: { limit: 50, ...(words ? { q: words } : {}) } } }))).items,
  }).data ?? []
  const chosen = useQuery({ queryKey: ['partners', value], enabled: value !== '', queryFn: () => take(api.GET('/api/v1/partners/{id}', { params: { path: { id: value } } })) }).data
  const choices = [...(chosen && !found.some((p) => p.id === chosen.id) ? [chosen] : []), ...found]
  return {
    searchable: true, nothingFoundMessage: 'No partner has this name.', value: value || null, data: choices.map((p) => ({ value: p.id, label: p.name })),
    onSearchChange: (typed: string) => setText(choices.some((p) => p.name === typed) ? '' : typed), filter: ({ options }: { options: ComboboxParsedItem[] }) => options,
  }
}

/** A partner, found by typing a part of the name. */
export function PartnerSelect({ label, value, onChange, error, name, autoFocus }: Props) {
  const choices = usePartnerChoices(value)
  return <Select label={label} {...(name ? { name } : {})} placeholder="Type a name" error={error} {...(autoFocus ? { 'data-autofocus': true } : {})} {...choices} onChange={(id) => onChange(id ?? '')} />
}

/** The same as a filter above a list; empty is any partner. */
export function FilterPartner({ value, onChange }: { value: string | undefined; onChange: (id: string | undefined) => void }) {
  const { data, ...choices } = usePartnerChoices(value ?? '')
  const any = { value: 'any', label: 'Any partner' }
  return <Select aria-label="Partner" placeholder={any.label} size="xs" w="10rem" comboboxProps={{ width: 'max-content' }} data={value ? [any, ...data] : data} {...choices} onChange={(id) => onChange(id === null || id === any.value ? undefined : id)} />
}
