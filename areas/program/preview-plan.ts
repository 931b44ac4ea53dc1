import type { FieldProblem } from '../../kernel/refusal.ts'
import { checkSimple } from './check-terms.ts'
import { simpleTerms } from './contract.ts'
import { checkPlan, type Finding } from './language/index.ts'
import { said } from './queries.ts'
import { workedExample, type WorkedExample } from './worked-example.ts'

/** `problems` are the findings that keep it from being published, as a refusal would name them. */
export type PlanPreview = { sentences: string[]; inOneLine: string; problems: FieldProblem[]; findings: Finding[]; example: WorkedExample | null }

/** A draft, whatever its shape, as it would read: sentences, an example in language 2, and what is wrong or surprising with place and remedy. */
export function previewPlan(document: unknown, now: Temporal.Instant): PlanPreview {
  if (languageOf(document) === 1) return previewSimple(document)
  const { plan, findings } = checkPlan(document)
  if (!plan) return { ...unread, problems: findings.filter((one) => one.level === 'error').map(toProblem), findings }
  return { ...said(plan), problems: [], findings, example: workedExample(plan, now.toZonedDateTimeISO(plan.timeZone).toPlainDate().toString()) }
}

function previewSimple(document: unknown): PlanPreview {
  const parsed = simpleTerms.safeParse(document)
  const problems = parsed.success ? checkSimple(parsed.data) : parsed.error.issues.map((issue) => ({ field: issue.path.join('.'), code: 'program.plan', message: issue.message }))
  const findings = problems.map(({ field, message }): Finding => ({ place: field, level: 'error', problem: message, remedy: '' }))
  return parsed.success && problems.length === 0 ? { ...said(parsed.data), problems, findings, example: null } : { ...unread, problems, findings }
}

const unread = { sentences: [], inOneLine: '', example: null }
const toProblem = ({ place, problem, remedy }: Finding): FieldProblem => ({ field: place, code: 'program.plan', message: `${problem} ${remedy}` })
const languageOf = (document: unknown): unknown => (typeof document === 'object' && document !== null && 'language' in document ? document.language : undefined)
