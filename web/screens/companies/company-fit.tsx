import { Text } from '@mantine/core'
import { Facts } from '../../parts/facts.tsx'
import { Grade } from '../../parts/grade.tsx'
import { A } from '../../parts/link.tsx'
import { SmallTable } from '../../parts/small-table.tsx'
import text from '../../parts/text.module.css'
import { paths } from '../../paths.ts'
import classes from './company-fit.module.css'
import type { Company } from './queries.ts'

const tones = { met: text.good, near: undefined, missed: text.late, unknown: text.quiet }

/** The share that the grade goes by; without a criterion that is met it would only count what is not known. */
function sayMet({ met, criteria }: NonNullable<Company['fit']>): string {
  const has = (...standings: string[]) => criteria.some((row) => standings.includes(row.standing))
  if (!has('met')) return 'nothing yet'
  return `${met} % of the weight${has('near', 'unknown') ? '; what is near or unknown counts as the profile says' : ''}`
}

/** The grade, criterion by criterion, and what would have to be known to be surer. */
export function CompanyFit({ company: { grade, gradeUnknown, fit } }: { company: Company }) {
  if (grade === null || !fit) return <Text size="sm" c="dimmed">Not graded: nobody has said yet who an ideal customer is. <A to={paths.icp()}>Describe the ideal customer</A></Text>
  const isBehind = fit.grade !== grade
  return (
    <>
      <Facts
        label="Fit"
        items={{
          Grade: <Grade grade={grade} />, Because: fit.limit && `${fit.limit.charAt(0).toUpperCase()}${fit.limit.slice(1)}`, 'Not known': gradeUnknown.length > 0 && `${gradeUnknown.join(', ')}; the grade may rise when it is`,
          Met: fit.criteria.length > 0 && <span className="numbers">{sayMet(fit)}</span>, Profile: <A to={paths.icp()}>Version {fit.version}</A>,
          'Being graded': isBehind && <>It will be <Grade grade={fit.grade} /> by the profile in force.</>,
        }}
      />
      {fit.criteria.length > 0 && (
        <div className={classes.criteria}>
          <SmallTable
            caption="Fit by criterion" rows={fit.criteria} keyOf={(row, i) => `${i} ${row.criterion}`}
            columns={[
              { key: 'criterion', header: 'Asked', cell: (row) => `${row.criterion.charAt(0).toUpperCase()}${row.criterion.slice(1)}${row.mustHave ? ' (must-have)' : ''}` },
              { key: 'standing', header: 'Standing', nowrap: true, cell: (row) => <span className={tones[row.standing]}>{row.standing}</span> },
              { key: 'say', header: 'What we know', cell: (row) => (row.standing === 'unknown' ? `not known: ${row.say}` : row.say) },
              { key: 'weight', header: 'Weight', numeric: true, cell: (row) => row.weight },
            ]}
          />
        </div>
      )}
    </>
  )
}
