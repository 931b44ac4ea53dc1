// The private comparison in the partner's own browser: the file is read and blinded here, and only what is blinded is sent.
import { count } from '../../../kernel/text.ts'
import { answerForm } from '../answer-form.ts'
import type { Answer, Wish } from '../psi-steps.ts'
import { textOf, websitesIn } from './websites-in.ts'

type Offer = { id: string; vendor: string; wish: Wish; state: string; ours: number; most: number }
type Said = { done: number; total: number } | { answer: Answer } | { problem: string }

const form = document.querySelector<HTMLFormElement>('#compare')
const base = location.pathname.replace(/\/private\/?$/, '')
if (form) {
  form.hidden = false
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void compare(form)
  })
}

async function compare(form: HTMLFormElement): Promise<void> {
  const [status, button, file] = [form.querySelector<HTMLElement>('[role=status]')!, form.querySelector('button')!, form.querySelector<HTMLInputElement>('[type=file]')!.files?.[0]]
  const say = (words: string, isProblem = false) => {
    status.textContent = words
    status.className = isProblem ? 'e' : 'm'
  }
  if (!file) return say('Choose the file with your customers.', true)
  button.disabled = true
  try {
    const { domains, left } = websitesIn(textOf(new Uint8Array(await file.arrayBuffer())))
    const offer = await ask<Offer>('/private/offer')
    if (domains.length === 0) throw new Error('No line of the file has a website or a mail address.')
    if (domains.length > offer.most) throw new Error(`The file has ${domains.length.toLocaleString('en-US')} websites; at most ${offer.most.toLocaleString('en-US')} are compared.`)
    const { id, pieces } = await ask<{ id: string; pieces: string[] }>('/private/question')
    const found = `${count(domains.length, 'website')} of yours${left > 0 ? `, ${count(left, 'line')} without one` : ''}`
    say(`${found}. Blinding …`)
    const answer = await blind({ wish: offer.wish, pieces: pieces.map(bytesOf), domains }, (share) => say(`${found}. Blinding: ${Math.floor(share * 100)} %`))
    say('Sending what is blinded …')
    await send(id, answer)
    location.reload()
  } catch (error) {
    say(`${error instanceof Error ? error.message : 'That did not work.'} Nothing of your list was sent.`, true)
    button.disabled = false
  }
}

function blind(task: { wish: Wish; pieces: Uint8Array[]; domains: string[] }, tick: (share: number) => void): Promise<Answer> {
  const worker = new Worker(new URL('./private-worker.ts', import.meta.url), { type: 'module' })
  return new Promise<Answer>((resolve, reject) => {
    worker.addEventListener('error', () => reject(new Error('This browser cannot do it. The command below can.')))
    worker.addEventListener('message', ({ data }: MessageEvent<Said>) => ('answer' in data ? resolve(data.answer) : 'problem' in data ? reject(new Error(data.problem)) : tick(data.total === 0 ? 0 : data.done / data.total)))
    worker.postMessage(task)
  }).finally(() => worker.terminate())
}

async function ask<T>(path: string): Promise<T> {
  const answer = await fetch(`${base}${path}`)
  if (!answer.ok) throw new Error('Nothing is asked at the moment. Load the page again.')
  return (await answer.json()) as T
}

async function send(id: string, answer: Answer): Promise<void> {
  const said = await fetch(`${base}/private/answer`, { method: 'POST', body: answerForm(id, answer) })
  if (!said.ok) throw new Error('The answer was not taken. Try again, or ask for a new comparison.')
}

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
