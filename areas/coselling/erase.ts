import { keptWhere, type Eraser } from '../partners/index.ts'

/** Who had a part in an opportunity stays known. */
export const cosellingEraser: Eraser = { name: 'coselling', against: keptWhere(['opportunity'], 'It has a part in an opportunity, and that is kept.') }
