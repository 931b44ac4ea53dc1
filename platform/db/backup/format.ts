// The file of a backup, packed with gzip: a first line that says what it is, then part after part, then a last line. A part is a line that
// says what it is of, the rows as PostgreSQL's COPY writes them as text, one a line, and a line `\.`, which no row can be.
import { z } from 'zod'

/** Why a backup cannot be made or restored, for an operator. */
export class BackupProblem extends Error {}

const migration = z.object({ name: z.string(), sha256: z.string() })
/** `secret` tells whether two secrets are the same, and nothing of them. */
const head = z.object({ alongside: z.literal('backup'), format: z.literal(1), madeAt: z.string(), secret: z.string(), migrations: z.array(migration) })
const part = z.object({ table: z.string(), columns: z.array(z.string()).min(1) })
const end = z.object({ end: z.literal(true), rows: z.number().int() })

export type Head = z.infer<typeof head>
export type Part = z.infer<typeof part>
/** What the jobs that wait are called among the tables; they are kept as they are asked for, not as the queue stores them. */
export const jobsTable = 'jobs'

export const lineOf = (value: Head | Part | z.infer<typeof end>): string => `${JSON.stringify(value)}\n`
export const endOfRows = '\\.\n'

const newline = 10
const endAlone = Buffer.from(endOfRows)
const endAfterRow = Buffer.from(`\n${endOfRows}`)
const cut = () => new BackupProblem('The backup ends too early: it was not written or not copied to its end.')

export type BackupReader = { head: () => Promise<Head>; next: () => Promise<Part | z.infer<typeof end>>; rows: () => AsyncGenerator<Buffer> }

/** Reads what a backup is made of in its order: the head, then parts with their rows until there is the end. */
export function readBackup(unpacked: AsyncIterable<Buffer>): BackupReader {
  const source = unpacked[Symbol.asyncIterator]()
  let ahead: Buffer = Buffer.alloc(0)
  const readOn = async (): Promise<void> => {
    const read = await source.next()
    if (read.done) throw cut()
    ahead = ahead.length > 0 ? Buffer.concat([ahead, read.value]) : read.value
  }
  const line = async (): Promise<unknown> => {
    while (!ahead.includes(newline)) await readOn()
    const at = ahead.indexOf(newline)
    const text = ahead.subarray(0, at).toString('utf8')
    ahead = ahead.subarray(at + 1)
    try {
      return JSON.parse(text)
    } catch {
      return undefined
    }
  }
  return {
    async head() {
      const read = head.safeParse(await line())
      if (!read.success) throw new BackupProblem('This is no backup that this release can read.')
      return read.data
    },
    async next() {
      const read = z.union([part, end]).safeParse(await line())
      if (!read.success) throw new BackupProblem('The backup is damaged: what comes after a part is not what should.')
      return read.data
    },
    /** Whole rows, many at a time. What is ahead begins with the beginning of a line. */
    async *rows() {
      for (;;) {
        const whole = ahead.subarray(0, ahead.lastIndexOf(newline) + 1)
        const over = endOfRowsIn(whole)
        const rows = whole.subarray(0, over)
        ahead = ahead.subarray(over === undefined ? whole.length : over + endAlone.length)
        if (rows.length > 0) yield rows
        if (over !== undefined) return
        await readOn()
      }
    },
  }
}

/** Where the line that ends them begins, if it is among these lines. */
function endOfRowsIn(lines: Buffer): number | undefined {
  if (lines.subarray(0, endAlone.length).equals(endAlone)) return 0
  const before = lines.indexOf(endAfterRow)
  return before < 0 ? undefined : before + 1
}

/** How many lines end in this. */
export function countRows(rows: Buffer): number {
  let n = 0
  for (let at = rows.indexOf(newline); at >= 0; at = rows.indexOf(newline, at + 1)) n += 1
  return n
}
