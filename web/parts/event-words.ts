import type { Schemas } from '../api/client.ts'
import { formatMoney } from './money.tsx'
import { sayCount } from './numbers.ts'
import { sayPeriod } from './quarters.ts'
import { sayDate } from './time.ts'

export type EventRow = Schemas['Event']
type Said = (payload: Record<string, unknown>, nameOf: (memberId: string) => string) => string

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
const count = (value: unknown, one: string, many?: string): string => sayCount(Number(value ?? 0), one, many)
const amount = (p: Record<string, unknown>): string =>
  typeof p['amountMinor'] === 'string' && typeof p['currency'] === 'string' ? formatMoney({ amountMinor: p['amountMinor'], currency: p['currency'] }) : ''
const onDay = (p: Record<string, unknown>): string => (text(p['on']) ? ` on ${sayDate(text(p['on']))}` : '')
const byBank = (p: Record<string, unknown>): string => (text(p['resultFileId']) ? ', says the bank' : '')
const periodOf = (p: Record<string, unknown>): string => (text(p['period']) ? sayPeriod(text(p['period'])) : '')
const sources: Record<string, string> = { link: 'on their page', staff: 'on behalf of the partner', api: 'through the API', file: 'from a file', seed: 'on their page' }
const hypothesisFields: Record<string, string> = { segment: 'the segment', bestPlaced: 'who is best placed', whyRecommend: 'why they recommend us', gainFinancial: 'what they get in money', gainStrategic: 'what they get for their strategy', gainReputational: 'what they get for their name', reviewOn: 'the review date', ownerId: 'the owner' }
const component = (p: Record<string, unknown>) => (text(p['component']) ? ` (${text(p['component']).replaceAll('_', ' ')})` : '')

const said: Record<string, Said> = {
  'referral.submitted': (p) => `Introduced the buyer ${sources[text(p['source'])] ?? ''}`.trim(),
  'referral.repeated': () => 'Introduced the same buyer again; the new words are in the thread',
  'referral.accepted': (p, nameOf) => `Accepted the introduction; ${nameOf(text(p['ownerId']))} takes care of it`,
  'referral.asked': () => 'Asked the partner a question',
  'referral.replied': () => 'Wrote in the thread',
  'referral.answered': () => 'Answered what the partner wrote',
  'referral.declined': () => 'Declined the introduction',
  'referral.contacted': () => 'Contacted the buyer',
  'referral.met': () => 'Met the buyer',
  'referral.qualified': (p) => `Qualified it${text(p['grade']) ? `, grade ${text(p['grade'])}` : ''}`,
  'referral.unqualified': () => 'Took the qualification back',
  'referral.opportunity_linked': () => 'It became an opportunity',
  'referral.won': () => 'Won',
  'referral.lost': () => 'Lost',
  'referral.reopened': (p) => `Opened it again; it was ${text(p['from'])}`,
  'referral.appealed': () => 'The partner asked us to look at it again',
  'referral.consent_recorded': (p) => (p['by'] === 'partner' ? 'Said that the buyer agreed to hear from us' : 'Recorded that the buyer agreed to hear from us'),
  'referral.owner_changed': (p, nameOf) => `Handed it to ${nameOf(text(p['ownerId']))}`,
  'referral.company_changed': () => 'Said that the buyer is another company we know',
  'conflict.opened': (p) => (p['appealOf'] ? 'The conflict is looked at again' : p['kind'] === 'partner_partner' ? 'A conflict was noticed: another partner claims this buyer' : 'A conflict was noticed: the buyer may be ours already'),
  'conflict.decided': (p) => (p['outcome'] === 'credited' ? 'Decided the conflict: credited to this partner' : 'Decided the conflict: not credited'),
  'claim.lapsed': () => 'The protection ended without an opportunity',
  'opportunity.linked': () => 'The opportunity was credited to the partner',
  'opportunity.created': () => 'Created the opportunity',
  'opportunity.won': () => 'The opportunity was won',
  'opportunity.lost': () => 'The opportunity was lost',
  'opportunity.open': () => 'The opportunity is open again',
  'opportunity.reopened': () => 'Opened the opportunity again',
  'commission.accrued': (p) => `${amount(p)} earned${component(p)}`,
  'commission.reversed': (p) => `${amount(p).replace(/^-/, '')} reversed${component(p)}`,
  'commission.adjusted': (p) => `${amount(p)} booked to correct an earlier line${component(p)}`,
  'reward.booked': (p) => `Reward booked${component(p)}`,
  'reward.adjusted': (p) => `Reward booked to correct an earlier line${component(p)}`,
  'back_test.started': () => 'Started a back-test of a draft plan',
  'back_test.finished': (p) => `The back-test is done: ${count(p['items'], 'item')} ${p['items'] === 1 ? 'earns' : 'earn'} something`,
  'back_test.cancel_asked': () => 'Asked the back-test to stop',
  'back_test.cancelled': () => 'The back-test was stopped',
  'back_test.failed': () => 'The back-test failed',
  'ledger.account_codes_changed': () => 'Changed the codes of accounts for the export of the journal',
  'commission.corrected': (p) => ({ replaced: 'Had the item behind the line told anew', withdrawn: 'Had the item behind the line withdrawn', lowered: 'Said that a part of the item fell away' })[text(p['how'])] ?? 'Corrected the line',
  'statements.closed': (p) => `Closed ${periodOf(p)} and had its statements issued`,
  'statements.issued': (p) => `The statements for ${periodOf(p)} are issued`,
  'statement.issued': (p) => `Statement for ${periodOf(p)} issued`,
  'dispute.opened': () => 'Disputed a line',
  'dispute.files_added': (p) => (p['files'] === 1 ? 'Added a file to the dispute' : `Added ${text(p['files'])} files to the dispute`),
  'dispute.answered': () => 'Answered the dispute',
  'dispute.settled': (p) => `Settled the dispute: ${text(p['outcome'])}`,
  'facts.recorded': (p) => (p['count'] === 1 ? 'Told a fact' : `Told ${text(p['count'])} facts`),
  'fact.corrected': () => 'Corrected a fact of the tray',
  'fact.discarded': () => 'Left out a fact of the tray',
  'candidate.added': (p) => `Added as a candidate${{ file: ' from a file', page: ' from the application page', api: ' through the API' }[text(p['source'])] ?? ''}`,
  'candidate.moved': (p) => (p['to'] === 'active' ? 'Became a partner' : `Moved from ${stageOf(p['from'])} to ${stageOf(p['to'])}`),
  'candidate.erased': () => 'Erased the candidate, with all that was known of its people',
  'candidate.planned': (p) => (text(p['on']) ? `Planned the next step for ${sayDate(text(p['on']))}` : 'Changed what is noted of the candidate'),
  'candidate.assessed': (p) => `Assessed the candidate: ${text(p['answered'])} ${p['answered'] === 1 ? 'answer' : 'answers'}`,
  'candidate.applied': () => 'Applied on the application page',
  'candidate.applied_again': () => 'Applied again while the first application waits',
  'candidate.email_confirmed': () => 'Confirmed the e-mail address',
  'scorecard.set': (p) => `Wrote version ${text(p['version'])} of the scorecard for ${text(p['partnerType'])} partners`,
  'application_page.set': (p) => (p['isOpen'] ? `Opened the application page${p['isNewAddress'] ? ' at a new address' : ''}` : 'Closed the application page'),
  'partner.created': () => 'Created the partner',
  'partner.changed': (p) => (text(p['to']) ? `Changed the state from ${text(p['from'])} to ${text(p['to'])}` : `Changed ${Array.isArray(p['fields']) ? p['fields'].map((f) => fieldWords[text(f)] ?? text(f)).join(', ') : 'the partner'}`),
  'partner.contact_added': () => 'Added a contact',
  'partner.contact_removed': () => 'Removed a contact',
  'partner.link_minted': () => 'Made a personal link',
  'partner.link_revoked': () => 'Revoked a personal link',
  'partner.plan_assigned': (p) => `Put the partner on a plan, version ${text(p['version'])}, from ${sayDate(text(p['from']))}`,
  'payee.asked': () => 'Mailed a link to say how they are paid',
  'payee.detail_given': (p) => `Gave ${detailWords[text(p['kind'])] ?? 'how they are paid'}, not confirmed yet`,
  'payee.detail_confirmed': (p) => `Confirmed ${detailWords[text(p['kind'])] ?? 'how they are paid'} by mail${text(p['heldUntil']) ? `; no payment before ${sayDate(text(p['heldUntil']))}` : ''}`,
  'payee.hold_released': () => 'Released the hold on the new account',
  'invoice.arranged': (p) => ({ none: 'Said that no invoices are exchanged', partner: 'Said that the partner raises invoices', self: 'Said that we raise invoices for the partner' })[text(p['mode'])] ?? 'Changed how invoices are raised',
  'invoice.settings_changed': () => 'Changed what our invoices say of us',
  'invoice.file_added': () => 'Added the document of an invoice',
  'invoice.told': (p) => `Entered invoice ${text(p['number'])} for ${periodOf(p)}: ${amount(p)}`,
  'invoice.credit_told': (p) => `Entered credit note ${text(p['number'])} for ${periodOf(p)}: ${amount(p)}`,
  'invoice.self_credited': (p) => `Made out credit note ${text(p['number'])} for ${periodOf(p)}: ${amount(p)}`,
  'invoice.self_billed': (p) => `Made out invoice ${text(p['number'])} for ${periodOf(p)}: ${amount(p)}`,
  'payout.settings_changed': () => 'Changed the settings of payouts',
  'payout.made': (p) => `Made the payout of ${count(p['payments'], 'payment')}`,
  'payout.approved': () => 'Approved the payout',
  'payout.sent': (p) => `Wrote ${text(p['files'])} ${p['files'] === 1 ? 'file' : 'files'} for the bank`,
  'payout.cancelled': () => 'Cancelled the payout',
  'payout.file_downloaded': () => 'Fetched a file for the bank',
  'payout.tax_year_downloaded': (p) => `Fetched the figures for Form 1099-NEC of ${text(p['year'])}`,
  'payout.results_read': (p) => `Read results of the bank: ${count(p['applied'], 'entry', 'entries')} changed a payment`,
  'payment.scheduled': (p) => `${amount(p)} scheduled${text(p['againOf']) ? ', sent again' : ''}`,
  'payment.sent': (p) => `${amount(p)} sent`,
  'payment.paid': (p) => `${amount(p)} paid${onDay(p)}${byBank(p)}`,
  'payment.failed': (p) => `${amount(p)}: the payment failed${onDay(p)}${byBank(p)}`,
  'payment.returned': (p) => `${amount(p)} came back${onDay(p)}${byBank(p)}`,
  'payment.withdrawn': (p) => `${amount(p)} taken out of the payout`,
  'partner.hypothesis_set': (p) => (p['hypothesisId'] ? `Belongs to a hypothesis from ${sayDate(text(p['from']))}` : `Belongs to no hypothesis from ${sayDate(text(p['from']))}`),
  'hypothesis.created': () => 'Wrote the hypothesis',
  'hypothesis.changed': (p) => `Changed ${Array.isArray(p['fields']) ? p['fields'].map((f) => hypothesisFields[text(f)] ?? text(f)).join(', ') : 'the hypothesis'}`,
  'hypothesis.predictions_changed': (p) => `Changed the predictions, version ${text(p['version'])}`,
  'hypothesis.decided': (p) => ({ testing: 'Began the test', supported: 'Decided: supported', refuted: 'Decided: refuted', inconclusive: 'Decided: inconclusive', closed: 'Closed it' })[text(p['to'])] ?? 'Decided',
  'review.opened': (p) => `Opened the review of ${sayPeriod(text(p['quarter']))}`,
  'review.notes_written': () => 'Wrote the notes',
  'review.notes_corrected': () => 'Corrected the notes after the review was held',
  'review.held': (p) => `Held the review of ${sayPeriod(text(p['quarter']))}: ${{ grow: 'grow', keep: 'keep', fix: 'fix', fit_conversation: 'fit conversation' }[text(p['conclusion'])] ?? ''}`,
  'review.action_added': (p, nameOf) => `Added an action${p['ownerId'] ? ` for ${nameOf(text(p['ownerId']))}` : ' for the partner'}, due ${sayDate(text(p['dueOn']))}`,
  'review.action_changed': (p) => `Changed ${Array.isArray(p['fields']) && p['fields'].includes('dueOn') ? 'the day of an action' : 'an action'}`,
  'review.action_done': () => 'An action is done',
  'review.action_dropped': () => 'Dropped an action',
  'review.action_reopened': () => 'Took an action up again',
  'plan.created': () => 'Created the plan',
  'plan.version_published': (p) => `Published version ${text(p['version'])}`,
  'opportunity.changed': () => 'Changed the opportunity',
  'company.created': (p) => (p['source'] === 'import' ? 'The company came with an import' : p['source'] === 'introduction' ? 'The company came with an introduction' : 'Added the company'),
  'company.updated': (p) => `Changed ${sayFields(p) || 'the company'}${sayGrades(p['grade'])}`,
  'company.regraded': (p) => `The fit was graded again${sayGrades(p)}`,
  'company.merged': () => 'Another company became part of this one',
  'company.absorbed': () => 'It became part of another company',
  'company.merge_undone': () => 'Took a merge back: the other company stands by itself again',
  'company.returned': () => 'It stands by itself again: the merge was taken back',
  'company.split': () => 'Made a new company of parts of this one',
  'company.told_apart': () => 'Said that a possible duplicate is another company',
  'icp.set': (p) => `Set the ideal customer profile, version ${text(p['version'])}`,
  'customer_list.given': (p) => `Gave a customer list; ${({ all: 'every customer may be seen', overlap: 'those we know too may be seen', counts: 'only figures may be seen', hidden: 'nothing may be seen yet' })[text(p['sharing'])] ?? ''}`,
  'customer_list.ready': (p) => `The customer list is matched: we know ${text(p['known'])} of ${text(p['customers'])}`,
  'customer_list.failed': () => 'The customer list could not be read',
  'customer_list.cancel_asked': () => 'Asked the reading of the customer list to stop',
  'customer_list.cancelled': () => 'The reading of the customer list was stopped',
  'customer_list.matched_again': (p) => `The customer list was matched again: we know ${text(p['known'])} of ${text(p['customers'])}`,
  'customer_list.sharing_changed': (p) => `Changed what is shared of the customer list; ${count(p['removed'], 'row')} ${p['removed'] === 1 ? 'was' : 'were'} removed`,
  'customer_list.deleted': (p) => `Removed the customer list: ${count(p['rows'], 'customer')}, ${count(p['problems'], 'rejected row')}; ${text(p['left'])} left`,
  'customer_list.customer_judged': (p) => (p['companyId'] ? 'Said which company a customer is' : 'Said that a customer is none of our companies'),
  'customer_list.asked_for': () => 'Asked the partner for its customer list',
  'customer_list.request_declined': () => 'Said no to sharing a customer list',
  'customer_list.request_withdrawn': () => 'Took the question for a customer list back',
  'private_mapping.asked': (p) => `Asked the partner to compare customers privately: ${p['wish'] === 'size' ? 'how many' : 'which'} we share`,
  'private_mapping.ready': () => 'The question of the private comparison is ready',
  'private_mapping.answered': () => 'Answered the private comparison',
  'private_mapping.failed': () => 'The private comparison failed',
  'private_mapping.withdrawn': () => 'Took the private comparison back',
  'private_mapping.declined': () => 'Said no to the private comparison',
  'private_mapping.expired': () => 'The private comparison was not answered in time',
  'introduction_ask.asked': () => 'Asked the partner for an introduction',
  'introduction_ask.introduced': () => 'The introduction that we asked for was made',
  'introduction_ask.declined': () => 'Said no to the introduction that we asked for',
  'introduction_ask.withdrawn': () => 'Took back the question for an introduction',
  'import.started': (p) => `Started an import of ${text(p['kind'])}`,
  'import.finished': (p) => `The import is done: ${['created', 'updated', 'unchanged', 'rejected'].map((outcome) => `${Number(p[outcome] ?? 0).toLocaleString('en-US')} ${outcome}`).join(', ')}`,
  'import.cancel_asked': () => 'Asked the import to stop',
  'import.cancelled': () => 'The import was stopped',
  'import.failed': () => 'The import failed',
  'stages.decided': (p) => `Said what ${Array.isArray(p['stages']) && p['stages'].length !== 1 ? `${p['stages'].length} stages mean` : 'a stage means'}`,
  'workspace.created': () => 'Made the workspace',
  'workspace.settings_changed': () => 'Changed the settings',
  'member.invited': (p) => `Invited a member as ${text(p['role'])}`,
  'member.invitation_sent_again': () => 'Sent the invitation again',
  'member.joined': (p) => `Joined as ${text(p['role'])}`,
  'member.role_changed': (p) => `Changed the role from ${text(p['from'])} to ${text(p['to'])}`,
  'member.removed': () => 'Removed the member',
  'member.signed_in': (p) => `Signed in by ${text(p['method']) === 'link' ? 'a mailed link' : text(p['method'])}`,
  'member.signed_out': () => 'Signed out',
  'member.passkey_added': () => 'Added a passkey',
  'member.passkey_removed': () => 'Removed a passkey',
  'member.password_set': () => 'Set a password',
  'member.password_removed': () => 'Removed the password',
  'key.minted': (p) => `Made the API key “${text(p['name'])}” as ${text(p['role'])}`,
  'key.revoked': () => 'Revoked an API key',
  'mail.sent_again': () => 'Sent a mail again',
  'mail.bounced': () => 'A mail could not be delivered',
}
const stageOf = (stage: unknown): string => text(stage).replaceAll('_', ' ')
const detailWords: Record<string, string> = { bank: 'the bank details', tax: 'the tax form', vat: 'the VAT details' }
const sayFields = (p: Record<string, unknown>) => (Array.isArray(p['fields']) ? p['fields'].map((f) => fieldWords[text(f)] ?? text(f)).join(', ') : '')
function sayGrades(grade: unknown): string {
  if (typeof grade !== 'object' || grade === null || !('to' in grade)) return ''
  const { to } = grade
  return to === null ? '; it has no grade now' : to === 'none' ? '; it is no fit now' : `; the fit is ${text(to)} now`
}
const fieldWords: Record<string, string> = { ownerId: 'the owner', timeZone: 'the time zone', name: 'the name', type: 'the type', state: 'the state', website: 'the website', domains: 'the websites', aliases: 'other names', industry: 'the industry', employees: 'the size', street: 'the street', zip: 'the postal code', city: 'the city', phone: 'the telephone number', country: 'the country', foundedYear: 'the founding year', parentId: 'the parent', isCustomer: 'whether it is a customer', directOnly: 'whether we sell directly only', crmId: 'the id in the CRM' }

/** An event as a sentence; one that has no sentence yet shows its type in words. */
export function sayEvent(event: EventRow, nameOf: (memberId: string) => string): string {
  const say = said[event.type]
  if (say) return say(event.payload, nameOf)
  const words = event.type.replaceAll(/[._]/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const nounWords: Record<string, string> = { referral: 'Introduction', introductionAsk: 'Asked introduction', introduction_ask: 'Asked introduction', key: 'API key', icp: 'Ideal customers', trayed: 'Fact', fact: 'Fact', facts: 'Facts told', commission: 'Commission line', statements: 'Statement period', payee: 'How partners are paid' }
/** What an event is about: "planVersion" → "Plan version". */
export function sayNoun(noun: string): string {
  const words = nounWords[noun] ?? noun.replaceAll('_', ' ').replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The kinds of events, the first word of their types, as choices. */
export const eventKinds = [...new Set(Object.keys(said).map((type) => type.split('.')[0] ?? ''))].map((value) => ({ value, label: sayNoun(value) })).sort((a, b) => a.label.localeCompare(b.label))
