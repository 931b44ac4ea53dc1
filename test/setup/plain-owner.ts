// An empty database whose owner is no superuser, as on a managed server: what a migration makes of old rows is tried there.
import { Client } from 'pg'
import { inject } from 'vitest'
import { databaseUrl, dropDatabase } from './database.ts'

export type PlainOwner = { owner: Client; url: string; drop: () => Promise<void> }

/** `what` makes its name one of its kind. */
export async function plainOwner(what: string): Promise<PlainOwner> {
  const name = `${inject('runName')}_${process.pid}_${what}`
  const server = new Client({ connectionString: inject('serverUrl') })
  await server.connect()
  await server.query(`create role ${name} login nosuperuser password 'plain'`)
  await server.query(`grant alongside_app to ${name} with admin option`)
  await server.query(`grant ${name} to current_user`)
  await server.query(`create database ${name} template template0 owner ${name}`)
  const url = new URL(databaseUrl(inject('serverUrl'), name))
  ;[url.username, url.password] = [name, 'plain']
  const owner = new Client({ connectionString: url.href })
  await owner.connect()
  return {
    owner,
    url: url.href,
    drop: async () => {
      await owner.end()
      await dropDatabase(server, name)
      await server.query(`drop role ${name}`)
      await server.end()
    },
  }
}
