import { STATUS_CODES } from 'node:http'
import { Refusal, refuse, type FieldProblem, type RefusalKind } from '../../kernel/refusal.ts'

const statusOf: Record<RefusalKind, number> = {
  invalid: 422, unauthenticated: 401, forbidden: 403, not_found: 404, conflict: 409, gone: 410, too_many: 429, too_large: 413,
}

export const unusableText = refuse('invalid', 'invalid_text', 'What was sent holds characters that cannot be used, such as a null byte. Nothing was changed.')

/** RFC 9457 problem details, with our stable code and the fields at fault. */
export type Problem = { type: string; title: string; status: number; detail: string; code: string; fields?: FieldProblem[]; requestId: string }

/** The one translator from errors to problem+json. What is not a refusal says nothing about itself. */
export function problemOf(error: unknown, requestId: string): Problem {
  if (error instanceof Refusal)
    return build(statusOf[error.kind], error.code, error.message, requestId, error.fields.length > 0 ? error.fields : undefined)
  const known = error as { statusCode?: number; code?: string; validation?: { instancePath?: string; message?: string; keyword?: string; params?: { issue?: { path?: PropertyKey[] } } }[]; validationContext?: string }
  if (known.validation)
    return build(422, 'invalid', 'Some of what was sent cannot be used; each field says why. Nothing was changed.', requestId,
      known.validation.map((issue) => ({
        field: (issue.instancePath ?? '').replace(/^\//, '').replaceAll('/', '.'), code: issue.keyword ?? 'invalid', message: issue.message ?? 'This cannot be used.',
      })))
  // Text that PostgreSQL cannot hold (a null byte, half a character) in a place that is not cleaned.
  if (known.code === '22021' || known.code === '22P05') return problemOf(unusableText, requestId)
  if (known.statusCode === 429) return build(429, 'too_many', 'Too many requests. Wait a minute and try again.', requestId)
  if (known.statusCode === 413 || known.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return build(413, 'too_large', 'What was sent is too large. Nothing was changed.', requestId)
  if (known.statusCode && known.statusCode >= 400 && known.statusCode < 500)
    return build(known.statusCode, 'bad_request', known.statusCode === 415 ? 'This content type is not accepted here; send application/json.' : 'The request could not be read.', requestId)
  return build(500, 'unexpected', 'Something went wrong on our side. Nothing was changed. Try again; if it stays, tell the operator the request id.', requestId)
}

function build(status: number, code: string, detail: string, requestId: string, fields?: FieldProblem[]): Problem {
  return { type: `urn:alongside:problem:${code}`, title: STATUS_CODES[status] ?? 'Error', status, detail, code, ...(fields ? { fields } : {}), requestId }
}
