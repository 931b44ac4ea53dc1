import { Client } from 'pg'

/** A connection of its own, outside of any pool, for as long as `use` takes; `name` is what the server's list of connections shows. */
export async function withClient<Result>(connectionString: string, name: string, use: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString, application_name: name })
  client.on('error', () => {}) // whoever asks next hears of it
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end().catch(() => {})
  }
}
