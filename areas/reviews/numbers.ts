import type { z } from 'zod'
import { parseId, showId, type Id } from '../../kernel/ids.ts'
import { quarterOf } from '../../kernel/quarter.ts'
import type { Reading } from '../../platform/db/context.ts'
import { todayOf } from '../../platform/workspaces/index.ts'
import { hypothesisOn } from '../hypotheses/index.ts'
import { hiddenFrom, partnerInTest, partnerPerformance, showFinding, showMeasure, timeToClose } from '../performance/index.ts'
import type { numbersShape, nowReadsShape, predictedNowReadsShape } from './contract.ts'
import { countingDay } from './rules.ts'

/** The figures of a partner in a quarter as they leave, and as they are kept once the review is held. */
export type Numbers = z.input<typeof numbersShape>
export type NowReads = z.input<typeof nowReadsShape>
type About = { partnerId: Id; firstDay: string }

/** What performance says of the partner now, and what was predicted by the hypothesis that it belongs to. */
export async function numbersOf(r: Reading, { partnerId, firstDay }: About): Promise<{ numbers: Numbers; hypothesisId: Id | null }> {
  const wish = { period: quarterOf(firstDay) }
  const { period, measures } = await partnerPerformance(r, partnerId, wish)
  const hypothesis = await hypothesisOn(r, partnerId, countingDay(quarterOf(firstDay), await todayOf(r)))
  const against = hypothesis && (await partnerInTest(r, { hypothesisId: hypothesis.id, partnerId }, wish))
  return {
    hypothesisId: hypothesis?.id ?? null,
    numbers: {
      period, measures: measures.map(showMeasure), timeToClose: showFinding(await timeToClose(r, partnerId)),
      hypothesis: hypothesis && against && { id: showId('hypothesis', hypothesis.id), ...against },
    },
  }
}

/** Of what was kept, what whoever asks may see: the same as they see of the live figures. */
export function numbersFor(r: Reading, numbers: Numbers): { numbers: Numbers; hidden: ReturnType<typeof hiddenFrom> } {
  const hidden = hiddenFrom(r)
  return { hidden, numbers: { ...numbers, measures: numbers.measures.filter((m) => !hidden.some((one) => one.key === m.definition.key)) } }
}

/** What reads otherwise today than when it was kept: figures, and what the partner brought to the hypothesis that was kept with them. */
export async function changedSince(r: Reading, about: About, kept: Numbers): Promise<{ nowReads: NowReads; predictedNowReads: z.input<typeof predictedNowReadsShape> }> {
  return { nowReads: await changedMeasures(r, about, kept), predictedNowReads: await changedLines(r, about, kept) }
}

async function changedMeasures(r: Reading, about: About, kept: Numbers): Promise<NowReads> {
  const { measures } = await partnerPerformance(r, about.partnerId, { period: quarterOf(about.firstDay) })
  return measures.map(showMeasure).flatMap(({ definition, now }) => {
    const before = kept.measures.find((m) => m.definition.key === definition.key)?.now
    return before && (before.said !== now.said || before.saidCases !== now.saidCases) ? [{ ...now, key: definition.key }] : []
  })
}

async function changedLines(r: Reading, { partnerId, firstDay }: About, { hypothesis }: Numbers): Promise<z.input<typeof predictedNowReadsShape>> {
  const hypothesisId = hypothesis && parseId('hypothesis', hypothesis.id)
  if (!hypothesis || !hypothesisId) return []
  const { lines } = await partnerInTest(r, { hypothesisId, partnerId }, { period: quarterOf(firstDay) })
  return lines.flatMap(({ key, said, cases }) => {
    const before = hypothesis.lines.find((line) => line.key === key)
    return before && (before.said !== said || before.cases !== cases) ? [{ key, said, cases }] : []
  })
}
