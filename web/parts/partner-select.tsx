import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, take } from '../api/client.ts'

type Props = { label: string; value: string; onChange: (id: string) => void; error?: string | undefined; name?: string; autoFocus?: boolean }

/** A partner, found by typing a part of the name. */
export function PartnerSelect({ label, value, onChange, error, name, autoFocus }: Props) {
  const [text, setText] = useState('')
  const [words] = useDebouncedValue(text.trim(), 200)
  const found = useQuery({
    queryKey: ['partners', 'find', words], placeholderData: (before) => before,
    queryFn: async () => (await take(api.GET('/api/v1/partners', { params: { query: { limit: 50, ...(words ? { q: words } : {}) } } }))).items,
  }).data ?? []
  const chosen = useQuery({ queryKey: ['partners', value], enabled: value !== '', queryFn: () => take(api.GET('/api/v1/partners/{id}', { params: { path: { id: value } } })) }).data
  const choices = [...(chosen && !found.some((p) => p.id === chosen.id) ? [chosen] : []), ...found]
  return (
    <Select
      label={label} {...(name ? { name } : {})} searchable nothingFoundMessage="No partner has this name." placeholder="Type a name" value={value || null} error={error} {...(autoFocus ? { 'data-autofocus': true } : {})}
      data={choices.map((p) => ({ value: p.id, label: p.name }))} onSearchChange={(typed) => setText(choices.some((p) => p.name === typed) ? '' : typed)} filter={({ options }) => options}
      onChange={(id) => onChange(id ?? '')}
    />
  )
}
