import type { Answer } from './psi-steps.ts'

/** The answer as the page of a private comparison takes it, from a browser or a command alike. */
export function answerForm(id: string, { list, answers }: Answer): FormData {
  const form = new FormData()
  form.append('id', id)
  form.append('answers', String(answers.length))
  const add = (field: string, bytes: Uint8Array) => form.append(field, new Blob([Uint8Array.from(bytes)]), field)
  add('list', list)
  for (const [i, one] of answers.entries()) add(`answer-${i}`, one)
  return form
}
