import { Button, Checkbox, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { api, take } from '../../api/client.ts'
import type { Uploaded } from '../../api/upload-file.ts'
import { useAct } from '../../api/use-act.ts'
import { FilterDate } from '../../parts/filter-date.tsx'
import { FormError } from '../../parts/form-error.tsx'
import { A } from '../../parts/link.tsx'
import { Section } from '../../parts/page.tsx'
import text from '../../parts/text.module.css'
import { useKept } from '../../parts/use-kept.ts'
import { paths } from '../../paths.ts'
import { BackTestFile } from './back-test-file.tsx'
import { BackTestResult } from './back-test-result.tsx'
import type { Document } from './document.ts'

type Props = { document: Document; isUsable: boolean; planId?: string | undefined; draft: string }
type Started = { id: string; document: Document }

/** Runs the draft over the past as a job; the result stays here until another is started, and is listed with its plan. */
export function BackTest({ document, isUsable, planId, draft }: Props) {
  const [started, setStarted] = useKept<Started | null>(`${draft}.back-test`, null)
  const [period, setPeriod] = useState<{ from?: string; to?: string }>({})
  const [onPlan, setOnPlan] = useState(false)
  const [file, setFile] = useState<Uploaded & { name: string } | null>(null)
  const set = (name: 'from' | 'to', day: string | undefined) => setPeriod(({ [name]: _, ...rest }) => (day ? { ...rest, [name]: day } : rest))
  // What came of another past does not stand beside this one; it is listed under earlier ones.
  const chooseFile = (chosen: typeof file) => {
    setFile(chosen)
    setStarted(null)
  }
  const start = useAct(async () => {
    const { id } = await take(api.POST('/api/v1/back-tests', { body: { terms: document, ...period, onPlan: Boolean(planId) && onPlan, ...(planId ? { plan: planId } : {}), ...(file ? { file: file.id } : {}) } }))
    setStarted({ id, document })
  }, { quiet: true })
  return (
    <Section title="Back-test" action={<A to={planId ? paths.plan(planId) : paths.backTests()} size="sm">{planId ? 'Earlier ones' : 'All back-tests'}</A>}>
      <Text size="sm" c="dimmed" mb="sm" maw="40rem">Runs the draft over what happened: facts that were told, and introductions and opportunities, whether or not they earned something. Nothing is booked.</Text>
      <Group gap="xs" mb="sm">
        <FilterDate label="From" value={period.from} onChange={(day) => set('from', day)} />
        <FilterDate label="To" value={period.to} onChange={(day) => set('to', day)} />
        <Button disabled={!isUsable} loading={start.busy} onClick={() => start.run()}>{started ? 'Run again' : 'Run over the past'}</Button>
        {!isUsable && <Text size="sm" c="dimmed">Put the plan right first.</Text>}
      </Group>
      {planId && <Checkbox size="sm" mb="sm" label="Only partners who were on this plan" checked={onPlan} onChange={(event) => setOnPlan(event.currentTarget.checked)} />}
      <BackTestFile file={file} onChange={chooseFile} />
      <FormError problem={start.problem} orphans={Object.values(start.problem?.fields ?? {}).slice(0, 3)} />
      {started && (
        <>
          {started.document !== document && JSON.stringify(started.document) !== JSON.stringify(document) && <Text size="sm" className={text.late} mb="xs">The draft has changed since; run it again.</Text>}
          <BackTestResult id={started.id} />
        </>
      )}
    </Section>
  )
}
