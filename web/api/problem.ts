/** Why a call failed, whatever went wrong: the sentence for people, the stable code, and the fields at fault. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly fields: Record<string, string>
  readonly requestId: string | undefined
  constructor(detail: string, { status = 0, code = 'unreachable', fields = {}, requestId }: { status?: number; code?: string; fields?: Record<string, string>; requestId?: string | undefined } = {}) {
    super(detail)
    this.status = status
    this.code = code
    this.fields = fields
    this.requestId = requestId
  }
}

type Wire = { detail?: string; code?: string; requestId?: string; fields?: { field: string; message: string }[] }

/** The one translator from problem+json, or whatever came instead of it. */
export function problemFrom(status: number, body: unknown): Problem {
  const wire: Wire = typeof body === 'object' && body !== null ? body : {}
  if (!wire.detail) return new Problem('The server answered in a way this page does not understand. Reload the page and try again.', { status, code: 'unexpected' })
  const fields = Object.fromEntries((wire.fields ?? []).map((f) => [f.field, f.message]))
  return new Problem(wire.detail, { status, code: wire.code ?? 'unexpected', fields, requestId: wire.requestId })
}

/** Whether the server can be reached now. */
export const answers = (): Promise<boolean> => fetch('/app/', { cache: 'no-store' }).then(() => true, () => false)
export const unreachable = (): Problem => new Problem('The server cannot be reached. Check the connection and try again; what you did last may not have arrived.')

export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof TypeError) return unreachable()
  return new Problem('Something went wrong in this page. Reload it and try again.', { code: 'unexpected' })
}
