import { Readable } from 'node:stream'
import { giveList, listById, runList } from '../../areas/mapping/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { read } from '../../platform/db/transact.ts'
import { storeFile } from '../../platform/files/index.ts'
import { companyDomain, companyName, type Filled } from './fill.ts'

export type Mapped = { seconds: number; customers: number; known: number; grownMegabytes: number }

/** A partner's list of so many rows, seven in ten of them among the companies, by name, by website or with a slip, one in twenty junk; read and matched as the job does. */
export async function mapList(filled: Filled, partnerId: Id, companies: number, rows: number): Promise<Mapped> {
  const line = (n: number): string => {
    if (n % 20 === 19) return 'n/a,'
    const at = n % 10 < 7 ? (n * 7919) % companies : companies + n
    const name = companyName(at)
    return [`${name},`, `${name},https://www.${companyDomain(at)}/en`, `${name.split(' ').slice(0, -1).join(' ')},`, `${name.slice(0, 9)}${name.slice(10)},`][n % 4]!
  }
  async function* text(): AsyncGenerator<Buffer> {
    yield Buffer.from('Name,Website\n')
    for (let from = 0; from < rows; from += 10_000) yield Buffer.from(Array.from({ length: Math.min(10_000, rows - from) }, (_, i) => `${line(from + i)}\n`).join(''))
  }
  const file = await storeFile(filled.ctx, { name: 'customers.csv', contentType: 'text/csv' }, Readable.from(text()))
  const { id } = await giveList(filled.ctx, { partnerId, fileId: file.id, sharing: 'all', consentBy: 'Bench', consentHow: 'Bench', expiresOn: Temporal.Now.plainDateISO('Europe/Berlin').add({ days: 30 }).toString() })
  const before = process.memoryUsage().rss
  let most = before
  const started = performance.now()
  const list = await runList(filled.ctx, id, { onProgress: () => (most = Math.max(most, process.memoryUsage().rss)) })
  const seconds = (performance.now() - started) / 1000
  if (list.state !== 'ready') throw new Error(`the list is ${list.state}: ${list.problem}`)
  const { figures } = await read(filled.ctx, (r) => listById(r, id))
  return { seconds, customers: figures?.customers ?? 0, known: figures?.known ?? 0, grownMegabytes: Math.max(0, most - before) / 1024 ** 2 }
}
