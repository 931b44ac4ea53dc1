import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState, type ChangeEvent, type FormEvent } from 'react'
import { problemOf, type Problem } from '../api/problem.ts'
import { holdFocus } from './use-focus-back.ts'

type Values = Record<string, string | boolean>
type Check<V> = (value: string, values: V) => string | undefined
type Changed = ChangeEvent<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement> | string | null

export type Form<V extends Values> = {
  values: V
  set: <K extends keyof V>(name: K, value: V[K]) => void
  /** Props for a text input, textarea or select. */
  field: (name: keyof V & string) => { name: string; value: string; error: string | undefined; onChange: (changed: Changed) => void; onBlur: () => void }
  /** Props for a checkbox. */
  check: (name: keyof V & string) => { name: string; checked: boolean; error: string | undefined; onChange: (event: ChangeEvent<HTMLInputElement>) => void }
  onSubmit: (event?: FormEvent<HTMLFormElement>) => void
  busy: boolean
  problem: Problem | null
  /** Field problems of the server that no field here shows. */
  orphans: string[]
  reset: () => void
}
/** What a dialog needs of a form, whatever its fields. */
export type AnyForm = Pick<Form<Values>, 'onSubmit' | 'busy' | 'problem' | 'orphans'>

type Options<V extends Values> = {
  initial: V
  checks?: { [K in keyof V]?: Check<V> }
  /** What the server calls a field where it differs: { 'contacts.0.email': 'email' }. */
  names?: Record<string, keyof V & string>
  /** Keeps what was written across a reload, under this name. */
  draft?: string
  submit: (values: V) => Promise<unknown>
}

export const required = (words: string) => (value: string): string | undefined => (value.trim() ? undefined : words)

/** A short form: checks a field on leaving it, shows the server's words at the field, keeps a draft. After success everything on screen is asked for again. */
export function useForm<V extends Values>({ initial, checks = {}, names = {}, draft, submit }: Options<V>): Form<V> {
  const [values, setValues] = useState<V>(() => ({ ...initial, ...draftOf(draft) }))
  const [errors, setErrors] = useState<Record<string, string | undefined>>({})
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const latest = useRef(values)
  /** What the server said about a field, and of which value. */
  const told = useRef<Record<string, { value: unknown; words: string }>>({})
  const client = useQueryClient()

  useEffect(() => {
    latest.current = values
    if (draft && values !== initial) sessionStorage.setItem(`alongside.draft.${draft}`, JSON.stringify(values))
  }, [values, draft, initial])

  const checkOne = (name: keyof V & string, all: V) => checks[name]?.(String(all[name]), all)
  const set: Form<V>['set'] = (name, value) => {
    setValues((before) => ({ ...before, [name]: value }))
    setErrors((before) => ({ ...before, [name]: undefined }))
  }
  const stillTold = (name: string) => (told.current[name]?.value === latest.current[name] ? told.current[name]?.words : undefined)
  const drop = () => draft && sessionStorage.removeItem(`alongside.draft.${draft}`)

  const run = async (place: ParentNode) => {
    const found = Object.fromEntries(Object.keys(initial).map((name) => [name, checkOne(name, values)]))
    setErrors(found)
    const firstWrong = Object.entries(found).find(([, error]) => error)?.[0]
    if (firstWrong) return focusField(place, firstWrong)
    const giveBack = holdFocus()
    setBusy(true)
    setProblem(null)
    try {
      await submit(values)
      drop()
      await client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
    } catch (error) {
      const refused = problemOf(error)
      const atFields = Object.fromEntries(Object.entries(refused.fields).map(([name, words]) => [names[name] ?? name, words]))
      setProblem(refused)
      setErrors(atFields)
      told.current = Object.fromEntries(Object.entries(atFields).map(([name, words]) => [name, { value: values[name], words }]))
      const first = Object.keys(atFields).find((name) => name in initial)
      if (first) focusField(place, first)
    } finally {
      setBusy(false)
      giveBack()
    }
  }

  return {
    values, set, busy, problem,
    field: (name) => ({
      name, value: String(values[name]), error: errors[name],
      onChange: (changed) => set(name, (typeof changed === 'object' && changed !== null ? changed.currentTarget.value : (changed ?? '')) as V[typeof name]),
      // A dialog's first field loses the focus when the dialog closes; an empty field that was never filled is not told off.
      onBlur: () => (latest.current[name] === initial[name] ? undefined : setErrors((before) => ({ ...before, [name]: checkOne(name, latest.current) ?? stillTold(name) }))),
    }),
    check: (name) => ({ name, checked: Boolean(values[name]), error: errors[name], onChange: (event) => set(name, event.currentTarget.checked as V[typeof name]) }),
    onSubmit: (event) => {
      event?.preventDefault()
      if (!busy) void run(event?.currentTarget ?? document)
    },
    orphans: Object.entries(errors).flatMap(([name, words]) => (words && !(name in initial) ? [words] : [])),
    reset: () => {
      drop()
      setValues(initial)
      setErrors({})
      setProblem(null)
    },
  }
}

function draftOf(draft: string | undefined): Values {
  if (!draft) return {}
  try {
    return JSON.parse(sessionStorage.getItem(`alongside.draft.${draft}`) ?? '{}') as Values
  } catch {
    return {}
  }
}

/** In its own form: the page behind a dialog may have a field of that name, too. */
function focusField(form: ParentNode, name: string): void {
  const place = `[name="${CSS.escape(name)}"]`
  // What is chosen from a list is held by a hidden field right behind the one that is seen.
  requestAnimationFrame(() => form.querySelector<HTMLElement>(`${place}:not([type="hidden"]), :has(+ ${place}[type="hidden"]) input`)?.focus())
}
