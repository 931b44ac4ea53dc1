import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { holdFocus } from '../parts/use-focus-back.ts'
import { problemOf, type Problem } from './problem.ts'

export type Act<Input> = { run: (input: Input) => void; busy: boolean; problem: Problem | null; clear: () => void }

/**
 * One write. When it succeeded everything on screen is asked for again, since one verb may change many lists, and `done` is said.
 * A refusal is returned as `problem` and, unless the place shows it itself (`quiet`), said as well.
 */
export function useAct<Input = void, Result = unknown>(
  call: (input: Input) => Promise<Result>,
  options: { done?: string | ((result: Result) => string | undefined); quiet?: boolean; onDone?: (result: Result) => void } = {},
): Act<Input> {
  const client = useQueryClient()
  const running = useRef(new Set<string>())
  const mutation = useMutation({
    mutationFn: (input: Input) => call(input).finally(() => running.current.delete(keyOf(input))),
    onMutate: holdFocus,
    onSuccess: async (result) => {
      options.onDone?.(result)
      const words = typeof options.done === 'function' ? options.done(result) : options.done
      if (words) say(words)
      await client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
    },
    onError: (error) => (options.quiet ? undefined : sayProblem(problemOf(error))),
    onSettled: (_result, _error, _input, giveBack) => giveBack?.(),
  })
  // The second click of two comes before the button is drawn as busy.
  const run = (input: Input) => {
    if (running.current.has(keyOf(input))) return
    running.current.add(keyOf(input))
    mutation.mutate(input)
  }
  return { run, busy: mutation.isPending, problem: mutation.error ? problemOf(mutation.error) : null, clear: mutation.reset }
}

const keyOf = (input: unknown): string => JSON.stringify(input) ?? ''

export function say(message: string): void {
  notifications.show({ message, autoClose: 4000, withCloseButton: true, closeButtonProps: { 'aria-label': 'Close' } })
}

export function sayProblem(problem: Problem): void {
  notifications.show({ title: 'That did not work', message: problem.message, color: 'red', autoClose: false, closeButtonProps: { 'aria-label': 'Close' } })
}
