// Run by the partner on the own machine: the list is read and blinded here, and only what is blinded leaves.
import { existsSync } from 'node:fs'
import { readDomain } from '../../areas/companies/index.ts'
import { answerForm, mostTheirs, runPsi } from '../../areas/mapping/index.ts'
import { count } from '../../kernel/text.ts'
import { CliProblem, progressBar, type Command } from './command.ts'
import { allRows, given } from './match-files.ts'

type Offer = { id: string; vendor: string; partner: string; wish: 'overlap' | 'size'; state: string; ours: number; pieces: number; most: number }

export const mapping: Command = {
  name: 'mapping', summary: 'compare your customer list privately with a vendor who sent you a link; your list stays here', usage: '--link LINK --file FILE.csv --column NAME',
  options: {
    link: { type: 'string', says: 'the personal link that you were sent, with or without /private behind it' }, file: { type: 'string', says: 'your customers as CSV' }, column: { type: 'string', says: 'the column with their websites or mail addresses' },
    yes: { type: 'boolean', says: 'do not ask before the blinded answer is sent' },
  },
  examples: ['alongside mapping --link https://partners.example.com/p/AZj… --file customers.csv --column website'],
  run: async (call) => {
    const [link, file, column] = [given(call, 'link'), given(call, 'file'), given(call, 'column')]
    if (!existsSync(file)) throw new CliProblem(`There is no file ${file}.`)
    const base = baseOf(link)
    const offer = await ask<Offer>(`${base}/private/offer`)
    if (offer.state !== 'open') throw new CliProblem(offer.state === 'preparing' ? 'The question is being prepared. Try again in a few minutes.' : 'This comparison has been answered already.')
    const { domains, left } = await websitesIn(file, column)
    if (domains.length === 0) throw new CliProblem(`The column “${column}” has no website that names a company.`)
    if (domains.length > Math.min(mostTheirs, offer.most)) throw new CliProblem(`${file} has ${domains.length.toLocaleString('en-US')} websites; at most ${offer.most.toLocaleString('en-US')} are compared.`)
    call.say(`${count(domains.length, 'website')} of yours, ${count(left, 'row')} left out. ${offer.vendor} learns ${offer.wish === 'size' ? 'how many both of you have, and not which' : 'which ones both of you have'}, and that you have ${domains.length.toLocaleString('en-US')}. You learn that ${offer.ours.toLocaleString('en-US')} of theirs ${offer.ours === 1 ? 'takes' : 'take'} part.`)
    if (!call.options['yes'] && !(await agreed())) return { json: { sent: false, websites: domains.length } }
    const question = await ask<{ id: string; pieces: string[] }>(`${base}/private/question`)
    const bar = progressBar('Blinding')
    const answer = await runPsi({ step: 'answer', wish: offer.wish, pieces: question.pieces.map((piece) => Uint8Array.from(Buffer.from(piece, 'base64'))), domains }, { tick: (done, total) => bar(done / total, `${done.toLocaleString('en-US')} of ${total.toLocaleString('en-US')}`) })
    await send(`${base}/private/answer`, question.id, answer)
    call.say(`Sent. ${offer.vendor} sees the result; your page under ${base}/private says when it is worked out.`)
    return { json: { sent: true, websites: domains.length, left, ours: offer.ours, wish: offer.wish } }
  },
}

function baseOf(link: string): string {
  const url = URL.parse(link)
  const token = /^\/p\/([A-Za-z0-9_-]{20,200})/.exec(url?.pathname ?? '')?.[1]
  if (!url || !token) throw new CliProblem('--link is the address of your page, such as https://partners.example.com/p/AZj…', true)
  return `${url.origin}/p/${token}`
}

/** Each website once; rows that name no company are counted. */
async function websitesIn(file: string, column: string): Promise<{ domains: string[]; left: number }> {
  const domains = new Set<string>()
  let left = 0
  for (const row of await allRows(file, [column], 'Reading')) {
    const text = (row[column] ?? '').trim()
    const read = readDomain(text.slice(text.lastIndexOf('@') + 1))
    if ('domain' in read) domains.add(read.domain)
    else left += 1
  }
  return { domains: [...domains], left }
}

async function ask<T>(address: string): Promise<T> {
  const answer = await fetch(address, { redirect: 'error' }).catch((error: unknown) => {
    throw new CliProblem(`${new URL(address).host} cannot be reached: ${error instanceof Error ? error.message : String(error)}.`)
  })
  if (!answer.ok || !/json/.test(answer.headers.get('content-type') ?? '')) throw new CliProblem('This link does not work, or nothing is asked at the moment.')
  return (await answer.json()) as T
}

async function send(address: string, id: string, answer: { list: Uint8Array; answers: Uint8Array[] }): Promise<void> {
  const said = await fetch(address, { method: 'POST', body: answerForm(id, answer), redirect: 'manual' })
  if (said.status !== 303) throw new CliProblem(`The answer was not taken (${said.status}). Nothing was kept; try again, or ask for a new comparison.`)
}

async function agreed(): Promise<boolean> {
  if (!process.stdin.isTTY) throw new CliProblem('Say --yes to send the answer without being asked.', true)
  const { createInterface } = await import('node:readline/promises')
  const line = createInterface({ input: process.stdin, output: process.stderr })
  const said = await line.question('Send the blinded answer? [y/N] ')
  line.close()
  return /^y(es)?$/i.test(said.trim())
}
