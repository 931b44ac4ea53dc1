import { useEffect, useRef, type RefObject } from 'react'
import type { Problem } from '../api/problem.ts'

/** For a long form whose fields are its own: once the server said what is wrong, the first field that says so has the focus. */
export function useFirstWrong(problem: Problem | null): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (problem) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [problem])
  return form
}
