const place = 'alongside.workspace'
let chosen: string | undefined

/** The workspace that every call names; the browser remembers the last one. */
export const currentWorkspace = (): string | undefined => chosen

/** Takes the remembered workspace when it is still one of these, else the first. */
export function chooseAmong(ids: string[]): string | undefined {
  const remembered = localStorage.getItem(place)
  chosen = ids.find((id) => id === remembered) ?? ids[0]
  return chosen
}

/** Another workspace is another world: nothing on screen may survive, so the page starts anew. */
export function switchWorkspace(id: string): void {
  localStorage.setItem(place, id)
  location.assign('/app/')
}
