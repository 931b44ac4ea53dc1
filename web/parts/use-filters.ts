import { useNavigate, useSearch } from '@tanstack/react-router'

/** Filters of a list, kept in the address so that a view can be shared, and gone back to. */
export function useFilters<K extends string>(...names: K[]): [Partial<Record<K, string>>, (change: Partial<Record<K, string | undefined>>) => void] {
  const search = useSearch({ strict: false }) as Record<string, string | undefined>
  const navigate = useNavigate()
  const filters = Object.fromEntries(names.flatMap((name) => (search[name] ? [[name, search[name]]] : []))) as Partial<Record<K, string>>
  const change = (next: Partial<Record<K, string | undefined>>) => {
    const merged = Object.fromEntries(Object.entries({ ...search, ...next }).filter(([, value]) => value))
    void navigate({ to: '.', search: merged as never, replace: true })
  }
  return [filters, change]
}
