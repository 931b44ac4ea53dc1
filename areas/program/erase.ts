import { keptWhere, type Eraser } from '../partners/index.ts'

/** Terms that were agreed are kept. */
export const programEraser: Eraser = { name: 'program', against: keptWhere(['partner_plan', 'plan_holder'], 'A plan was agreed with it, and what was agreed is kept.') }
