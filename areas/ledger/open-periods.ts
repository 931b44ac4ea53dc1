// Guards L12: a line is never told in a period after that was closed. Who books looks which periods are open only once it holds them open;
// who closes one waits for those, and whoever comes later sees it closed.
import { sql } from 'kysely'
import type { Tx } from '../../platform/db/context.ts'
import { send } from '../../platform/db/transact.ts'
import { closedPeriods } from './fact-topics.ts'

/** Until this transaction ends, no period is closed. Many can hold them open at once. What is asked after this is answered after it, awaited or not. */
export async function keepPeriodsOpen(tx: Tx): Promise<void> {
  makeGate(tx)
  await sql`select from plan_fact_gate where workspace_id = ${tx.workspace} and topic = ${closedPeriods} for share`.execute(tx.q)
}

/** Until this transaction ends, nobody books; waits for those who do. */
export async function holdPeriods(tx: Tx): Promise<void> {
  makeGate(tx)
  await sql`select from plan_fact_gate where workspace_id = ${tx.workspace} and topic = ${closedPeriods} for update`.execute(tx.q)
}

function makeGate(tx: Tx): void {
  send(tx, tx.q.insertInto('plan_fact_gate').values({ workspace_id: tx.workspace, topic: closedPeriods }).onConflict((c) => c.doNothing()))
}
