import { expect, test } from 'vitest'
import { keepThread } from './kept-thread.ts'

const module = new URL(`data:text/javascript,import { answerQuestions } from ${encodeURIComponent(JSON.stringify(new URL('./kept-thread.ts', import.meta.url).href))}; answerQuestions((n) => { if (n < 0) throw new RangeError('below zero'); return n * 2 })`)

test('a thread that is kept answers each question, tells what went wrong, and is no more once stopped', async () => {
  const thread = keepThread(module)
  expect(await Promise.all([1, 2, 3].map((n) => thread.ask<number>(n)))).toEqual([2, 4, 6])
  await expect(thread.ask(-1)).rejects.toMatchObject({ message: 'below zero', thrown: 'RangeError' })
  expect(await thread.ask(5)).toBe(10)
  const open = thread.ask(6)
  thread.stop()
  await Promise.allSettled([open])
  await expect(thread.ask(7)).rejects.toMatchObject({ thrown: 'Stopped' })
})
