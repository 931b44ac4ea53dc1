import type { Ctx } from '../../platform/db/context.ts'
import { read } from '../../platform/db/transact.ts'
import { toldLines, type StatementView, type ToldLine } from './statement-queries.ts'

const batch = 1000

/** All lines of a statement in its order; the next ones are on their way while these are used. */
export async function* linesOfStatement(ctx: Ctx, { id, lineCount }: StatementView): AsyncGenerator<ToldLine[]> {
  const ask = (after: number) => (after < lineCount ? read(ctx, (r) => toldLines(r, id, after, batch)) : undefined)
  let next = ask(0)
  while (next) {
    const lines = await next
    next = ask(lines.at(-1)?.position ?? lineCount)
    next?.catch(() => {}) // told where it is awaited
    yield lines
  }
}
