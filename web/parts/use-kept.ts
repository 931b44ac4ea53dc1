import { useState } from 'react'

/** State that survives a reload of the page, kept for this tab under a name. */
export function useKept<T>(name: string, initial: T): [T, (next: T) => void] {
  const place = `alongside.draft.${name}`
  const [held, setHeld] = useState<{ place: string; value: T }>(() => ({ place, value: readKept(place, initial) }))
  // Another name is another thing, even in the same component.
  const value = held.place === place ? held.value : readKept(place, initial)
  const keep = (next: T) => {
    sessionStorage.setItem(place, JSON.stringify(next))
    setHeld({ place, value: next })
  }
  return [value, keep]
}

export const forgetKept = (name: string): void => sessionStorage.removeItem(`alongside.draft.${name}`)

function readKept<T>(place: string, initial: T): T {
  try {
    const kept = sessionStorage.getItem(place)
    return kept === null ? initial : (JSON.parse(kept) as T)
  } catch {
    return initial
  }
}
