import createClient from 'openapi-fetch'
import { problemFrom } from './problem.ts'
import type { components, paths } from './schema.ts'
import { currentWorkspace } from './workspace-choice.ts'

export type Schemas = components['schemas']
export type Can = Schemas['Can']
export type Money = Schemas['Money']
export type Named = { id: string; name: string }
export type Page<Row> = { items: Row[]; next: string | null; total: number | null }

export const api = createClient<paths>({ baseUrl: '/' })

api.use({
  onRequest({ request }) {
    const workspace = currentWorkspace()
    if (workspace) request.headers.set('alongside-workspace', workspace)
    return request
  },
})

type Reply<T> = { data?: T; error?: unknown; response: Response }

/** The body of a call that succeeded; a Problem is thrown for one that did not. */
export async function take<T>(call: Promise<Reply<T>>): Promise<T> {
  const { data, error, response } = await call
  if (!response.ok) throw problemFrom(response.status, error)
  return data as T
}

/** A call for its effect only. */
export async function send(call: Promise<Reply<unknown>>): Promise<void> {
  await take(call)
}

/** The address of a download: the session cookie goes along, and the workspace as a parameter since a link sends no header. */
export function downloadUrl(path: `/api/v1/${string}`, query: Record<string, string | undefined> = {}): string {
  const params = new URLSearchParams(Object.entries({ ...query, workspace: currentWorkspace() }).filter((entry): entry is [string, string] => Boolean(entry[1])))
  return `${path}?${params}`
}
