/**
 * Account mapping: which of a partner's customers we know, how we stand with them and how well they fit.
 * Words: a list is what one partner gave; the overlap is what of it we know; a level of sharing says what of a list is kept and seen;
 * a question (introduction ask) asks the partner for an introduction to one of its customers.
 * Invariants: what the level does not allow is not in the database; one list of a partner is in use, and it changes in one transaction;
 * the file is gone when the list is read; what is deleted is counted, and counted again; a partner sees nothing of ours. Compared
 * privately, we learn what both have and how many they have, they learn how many of ours took part, and nothing sent is kept.
 */
import { eraseWith } from '../partners/index.ts'
import { mappingEraser } from './erase.ts'
import type { Part } from '../../platform/part.ts'
import { mappingRoutes } from './api.ts'
import { everyMinute } from './every-minute.ts'
import { listTask } from './give-list.ts'
import { againTask, matchAgainTask } from './match-again.ts'
import { describeCustomerBase } from '../recruiting/index.ts'
import { relinkWith } from '../companies/index.ts'
import { addHubSection } from '../referrals/index.ts'
import { customerBases } from './queries.ts'
import { hubSection } from './page-hub-section.ts'
import { mixRoutes } from './mix-api.ts'
import { mappingPages } from './pages.ts'
import { computePrivateTask, computeTask } from './answer-privately.ts'
import { prepareTask, preparePrivateTask } from './ask-privately.ts'
import { privatePages } from './private-pages.ts'
import { privateRoutes } from './private-api.ts'
import { mappingReactions } from './reactions.ts'
import { mappingRelinker } from './relink.ts'
import { runListTask } from './run-list.ts'

export { askForList } from './ask-list.ts'
export { askIntroduction } from './ask-introduction.ts'
export { giveList, type GiveList } from './give-list.ts'
export { answerForm } from './answer-form.ts'
export { runPsi } from './psi.ts'
export { mostTheirs } from './psi-steps.ts'
export { runList } from './run-list.ts'
export { listById } from './store.ts'
export type { Sharing } from './rules.ts'

addHubSection(hubSection)
describeCustomerBase(customerBases)
relinkWith(mappingRelinker)

eraseWith(mappingEraser)

export const part: Part = { name: 'mapping', routes: [...mappingRoutes, ...mixRoutes, ...privateRoutes], pages: [...mappingPages, ...privatePages], reactions: mappingReactions, tasks: { [listTask]: runListTask, [againTask]: matchAgainTask, [prepareTask]: preparePrivateTask, [computeTask]: computePrivateTask }, everyMinute }
