import { writeFile } from 'node:fs/promises'
import { createLog } from '../platform/http/log.ts'
import { openDatabase } from '../platform/db/pool.ts'
import { capturingTransport } from '../platform/mail/index.ts'
import { createApp } from './app.ts'

/** The API's document, made from the routes; needs no database. */
export async function openapiDocument(): Promise<object> {
  const db = openDatabase('postgresql://nobody@127.0.0.1:1/none')
  const app = await createApp({ db, log: createLog('silent'), publicUrl: 'http://localhost:3000', trustProxy: false, transport: capturingTransport, mailFrom: 'alongside@localhost' })
  await app.server.ready()
  const document = app.server.swagger()
  await app.server.close()
  await db.close()
  return document
}

export async function writeOpenapi(path: string): Promise<void> {
  await writeFile(path, `${JSON.stringify(await openapiDocument(), null, 2)}\n`)
}
