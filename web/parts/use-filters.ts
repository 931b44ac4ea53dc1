import { useMatch, useNavigate, useRouter, useSearch } from '@tanstack/react-router'

/** What a table needs to show and change how it is sorted. `by` is empty while it has its own order. */
export type Sorting = { by: string; descending: boolean; change: (by: string) => void }

/** Filters of a list, kept in the address so that a view can be shared, and gone back to. */
export function useFilters<K extends string>(...names: K[]): [Partial<Record<K, string>>, (change: Partial<Record<K, string | undefined>>) => void] {
  const search = useSearch({ strict: false }) as Record<string, string | undefined>
  const navigate = useNavigate()
  const router = useRouter()
  const own = useMatch({ strict: false, select: (match) => match.pathname })
  const filters = Object.fromEntries(names.flatMap((name) => (search[name] ? [[name, search[name]]] : []))) as Partial<Record<K, string>>
  const change = (next: Partial<Record<K, string | undefined>>) => {
    // What was typed a moment before one went to another page is not for that page.
    if (bare(router.latestLocation.pathname) !== bare(own)) return
    const merged = Object.fromEntries(Object.entries({ ...search, ...next }).filter(([, value]) => value))
    void navigate({ to: '.', search: merged as never, replace: true })
  }
  return [filters, change]
}

const bare = (path: string): string => path.replace(/\/+$/, '')

/** The order of a list, kept in the address too: once more by the same turns it around, a third time gives the list its own order back. */
export function useSort<By extends string>(): { sort: By | `-${By}` | undefined; sorting: Sorting } {
  const [{ sort }, change] = useFilters('sort')
  const descending = sort?.startsWith('-') ?? false
  const by = sort?.replace(/^-/, '') ?? ''
  const next = (asked: string) => (asked !== by ? asked : descending ? undefined : `-${asked}`)
  return { sort: sort as By | `-${By}` | undefined, sorting: { by, descending, change: (asked) => change({ sort: next(asked) }) } }
}
