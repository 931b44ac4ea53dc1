import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, take } from '../api/client.ts'

type Props = { label: string; description?: string; value: string; onChange: (id: string) => void; error?: string | undefined; name?: string; disabled?: boolean; clearable?: boolean; isFirst?: boolean; not?: string }

/** A company, found by typing a part of its name or its website. The first field of a dialog takes the focus; one company may be none of the choices. */
export function CompanySelect({ label, description, value, onChange, error, name, disabled, clearable, isFirst, not }: Props) {
  const [text, setText] = useState('')
  const [words] = useDebouncedValue(text.trim().slice(0, 300), 200)
  const found = useQuery({
    queryKey: ['companies', 'find', words], placeholderData: (before) => before,
    queryFn: async () => (await take(api.GET('/api/v1/companies', { params: { query: { limit: 20, ...(words ? { q: words } : {}) } } }))).items,
  }).data ?? []
  const chosen = useQuery({ queryKey: ['companies', value], enabled: value !== '', queryFn: () => take(api.GET('/api/v1/companies/{id}', { params: { path: { id: value } } })) }).data
  const choices = [...(chosen && !found.some((c) => c.id === chosen.id) ? [chosen] : []), ...found].filter((c) => c.id !== not)
  return (
    <Select
      label={label} description={description} {...(name ? { name } : {})} searchable nothingFoundMessage="No company has this name." placeholder="Type a name or website" value={value || null} error={error} disabled={disabled} clearable={clearable}
      data={choices.map((c) => ({ value: c.id, label: c.domain ? `${c.name}, ${c.domain}` : c.name }))} onSearchChange={(typed) => setText(choices.some((c) => typed.startsWith(c.name)) ? '' : typed)} filter={({ options }) => options}
      onChange={(id) => onChange(id ?? '')} {...(isFirst ? { 'data-autofocus': true } : {})}
    />
  )
}
