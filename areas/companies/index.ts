/**
 * Companies: buyer organisations known to the vendor, and the recogniser that says whether a buyer is one of them.
 * Words: a domain is a registrable one and belongs to one company; an alias is another or a former name; the ICP grade says how well
 * a company fits the ideal customer profile, with reasons; a criterion is one thing that the profile asks; a candidate is a company that
 * a buyer may be.
 * Invariants: many who introduce one unknown buyer at once make one company; mail providers and shared hosts never identify a company;
 * look-alike letters are noticed and never joined silently; a grade is by the profile in force or about to be by it,
 * and never A while a must-have is unknown.
 * Candidates are ours to see: nothing of them may be shown to a partner.
 */
import type { Part } from '../../platform/part.ts'
import { findEventsByName, tellPartsOfCompanies } from '../../platform/events/index.ts'
import { companyRoutes } from './api.ts'
import { findPairs, findPairsTask } from './find-pairs.ts'
import { registerCompanyImport } from './import-companies.ts'
import { companiesCalled } from './queries.ts'
import { partsOf } from './store.ts'
import { regradeCompanies } from './regrade.ts'

export { changeCompany } from './change-company.ts'
export { companiesByCrmId } from './companies-by-crm-id.ts'
export { readCountry } from './countries.ts'
export { createCompany } from './create-company.ts'
export { loadDomainLists } from './domain-lists.ts'
export { readDomain, showDomain } from './domains.ts'
export { fold, words } from './fold.ts'
export { icpInForce, refuseWrongRules, yearOf, type Icp } from './icp.ts'
export { criterionOut, icpDraft, rulesIn } from './icp-contract.ts'
export { companyFacts } from './icp-facts.ts'
export { companyFields, companyPlaceFields, looksLikeSite, parseCompany, streetOf } from './import-companies.ts'
export { judge as standingOf, labelOf, numberOf, sayCountry, textsOf, type CompanyFacts, type Finding } from './icp-judge.ts'
export { sayCriterion } from './icp-read.ts'
export { fitOf, gradeCompany, grades, sayGrade, type Criterion, type Fit, type Grade, type Graded, type IcpRules } from './icp-rules.ts'
export {
  chained, findSame, findSameAside, kindOf, kinds, linkFrom, linkName, readRecord, referenceOf, reliability, scoreClusters, scoreLinks, trigramPairs, trigramReference, withAliases, type RawRecord, type ReferenceEntry, type Score, type ScoredLink,
} from './matching/index.ts'
export { lockMerges } from './locks.ts'
export { nameKey } from './names.ts'
export { noteDirectContact } from './note-direct-contact.ts'
export { partsOf, survivorsOf } from './store.ts'
export { mergeCompanies } from './merge-companies.ts'
export { relinkWith, type Relinker } from './relinkers.ts'
export { splitCompany } from './split-company.ts'
export { undoMerge, type Undone } from './undo-merge.ts'
export { readBuyer, type Buyer, type BuyerProblem } from './read-buyer.ts'
export { recognise, type Recognised } from './recognise.ts'
export { recogniseAside, type Aside } from './recognise-aside.ts'
export { recogniseMany } from './recognise-many.ts'
export type { Linked } from './recognising.ts'
export { identities, recogniseOrCreate, type Introduced } from './recognise-or-create.ts'
export { readPhone, readZip } from './places.ts'
export { readRegion, regions } from './regions.ts'
export { thresholds, type Band, type Candidate } from './rules.ts'
export { setIcp } from './set-icp.ts'
export { companyStandings, type CompanyStanding } from './standings.ts'
export { companyById, companyNames, companyTables, holdStill, type CompanyRow } from './store.ts'
export { similarity, type Similarity } from './similarity.ts'
export { upsertCompanies, type UpsertOutcome } from './upsert-companies.ts'
export type { CompanyInput } from './upsert-rows.ts'
export { websitesOfInterest } from './websites-of-interest.ts'

registerCompanyImport()
tellPartsOfCompanies(partsOf)
findEventsByName(companiesCalled)

export const part: Part = {
  name: 'companies',
  routes: companyRoutes,
  tasks: {
    'companies.regrade': async (ctx, _payload, job) => void (await regradeCompanies(ctx, job.signal)), [findPairsTask]: async (ctx, _payload, job) => void (await findPairs(ctx, job.signal)),
  },
}
