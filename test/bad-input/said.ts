import { expect } from 'vitest'
import type { Answer } from '../setup/server.ts'

const innards = /node_modules|DatabaseError|TypeError|ZodError|\bat \/|SQLSTATE|relation "|column "|syntax error|stack/

/** A refusal as anyone gets it: never our fault, in problem+json, with a sentence and a stable code, and nothing of our insides. */
export function expectPlainRefusal(answer: Answer, what: string): void {
  expect(answer.status, `${what}: ${answer.text.slice(0, 400)}`).toBeGreaterThanOrEqual(400)
  expect(answer.status, `${what}: ${answer.text.slice(0, 400)}`).toBeLessThan(500)
  expect(String(answer.headers['content-type']), what).toMatch(/^application\/problem\+json/)
  expect(answer.json, what).toMatchObject({ status: answer.status, code: expect.stringMatching(/^[a-z][a-z_.]+$/), detail: expect.stringMatching(/[.?]$/), requestId: expect.any(String) })
  for (const field of answer.json.fields ?? []) expect(field.message, `${what}: ${field.field}`).toMatch(/^(?!Invalid |Too |Unrecognized |Expected )\S.*[.?:]$/s)
  expect(answer.text, what).not.toMatch(innards)
}

/** Done, or refused plainly. */
export function expectHandled(answer: Answer, what: string): void {
  if (answer.status >= 400) expectPlainRefusal(answer, what)
}

/** A page for a partner: done, or shown again with what is wrong; HTML in any case. */
export function expectPage(answer: Answer, what: string): void {
  expect(answer.status, `${what}: ${answer.text.replace(/<style>[\s\S]*?<\/style>/, '').slice(0, 600)}`).toBeLessThan(500)
  if (answer.status !== 303) expect(String(answer.headers['content-type']), what).toMatch(/^text\/html/)
  expect(answer.text, what).not.toMatch(innards)
}
