/** How a refusal maps to the outside; one translator per transport reads it, never the message. */
export type RefusalKind =
  | 'invalid' // 422: the input itself
  | 'unauthenticated' // 401
  | 'forbidden' // 403: the role may not
  | 'not_found' // 404: also when it exists elsewhere
  | 'conflict' // 409: the state of things
  | 'gone' // 410: a link that ended
  | 'too_many' // 429
  | 'too_large' // 413

export type FieldProblem = { field: string; code: string; message: string }

/** An expected "no": a stable code, a plain sentence, and where the input is at fault the fields. */
export class Refusal extends Error {
  readonly kind: RefusalKind
  readonly code: string
  readonly fields: FieldProblem[]
  constructor(kind: RefusalKind, code: string, message: string, fields: FieldProblem[] = []) {
    super(message)
    this.kind = kind
    this.code = code
    this.fields = fields
  }
}

export function refuse(kind: RefusalKind, code: string, message: string): Refusal {
  return new Refusal(kind, code, message)
}

/** A refusal that points at one field of the input. */
export function refuseField(field: string, code: string, message: string): Refusal {
  return new Refusal('invalid', code, message, [{ field, code, message }])
}

/** The same words for "does not exist" and "is not yours". */
export function notFound(what: string): Refusal {
  return new Refusal('not_found', 'not_found', `There is no such ${what}.`)
}

/** The value, or the refusal thrown: turns a pure decision into control flow at the verb. */
export function orThrow<T>(value: T | Refusal): T {
  if (value instanceof Refusal) throw value
  return value
}

/** Whether something may be done now and, where not, why. Served to screens as `can`. */
export type Can = { allowed: true } | { allowed: false; why: string }
export const yes: Can = { allowed: true }
export const no = (why: string): Can => ({ allowed: false, why })
