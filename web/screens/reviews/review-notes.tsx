import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, take } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { say } from '../../api/use-act.ts'
import { Behind } from '../../parts/behind.tsx'
import { CanButton } from '../../parts/can-button.tsx'
import { FormError } from '../../parts/form-error.tsx'
import { Section } from '../../parts/page.tsx'
import { required, useForm } from '../../parts/use-form.ts'
import { When } from '../../parts/when.tsx'
import { reviewQuery, type Review } from './queries.ts'
import classes from './reviews.module.css'

/** What was prepared and said. After the talk it is corrected with a reason, and what stood there before stays readable. */
export function ReviewNotes({ review }: { review: Review }) {
  const [writing, setWriting] = useState(false)
  const { notes, notesBefore, held, can } = review
  const isEmpty = !notes || notes.notes === ''
  return (
    <Section title="Notes" action={!writing && <CanButton can={can.writeNotes} onClick={() => setWriting(true)}>{held ? 'Correct notes' : isEmpty ? 'Write notes' : 'Change notes'}</CanButton>}>
      {writing ? <Writing review={review} onClose={() => setWriting(false)} /> : isEmpty ? <Text size="sm" c="dimmed">None yet. What do they need from us? What did we learn? What would make the next quarter better?</Text> : (
        <>
          <Text size="sm" className={classes.words} dir="auto" maw="46rem">{notes.notes}</Text>
          <Text size="xs" c="dimmed" mt={4}>{notes.by?.name ?? 'a key or the system'}, <When at={notes.at} day /></Text>
        </>
      )}
      {notesBefore.length > 0 && (
        <Behind title="As they were before">
          {notesBefore.map((one) => (
            <div key={one.version} className={classes.earlier}>
              <Text size="sm" className={classes.words} dir="auto">{one.notes}</Text>
              <Text size="xs" c="dimmed">{one.by?.name ?? 'a key or the system'}, <When at={one.at} day />; corrected: <span dir="auto">“{one.replacedWhy}”</span></Text>
            </div>
          ))}
        </Behind>
      )}
    </Section>
  )
}

function Writing({ review, onClose }: { review: Review; onClose: () => void }) {
  const { notes, held } = review
  const client = useQueryClient()
  const [begun] = useState(notes?.version ?? 0)
  // What was read last: somebody else's words in between are shown before they are written over.
  const [version, setVersion] = useState(begun)
  const form = useForm({
    initial: { notes: notes?.notes ?? '', why: '' }, draft: `review-notes.${review.id}.${begun}`, checks: held ? { why: required('Say why the notes change.') } : {},
    submit: async ({ notes: words, why }) => {
      try {
        await take(api.PUT('/api/v1/reviews/{id}/notes', { params: { path: { id: review.id } }, body: { notes: words, version, ...(held ? { why } : {}) } }))
      } catch (error) {
        if (problemOf(error).code === 'reviews.notes_changed') setVersion((await client.fetchQuery({ ...reviewQuery(review.id), staleTime: 0 })).notes?.version ?? 0)
        throw error
      }
      onClose()
      say('Saved.')
    },
  })
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <Stack gap="sm">
        <Textarea label="Notes" autosize minRows={6} autoFocus {...form.field('notes')} />
        {held && <Textarea label="Why" description="The review was held; the notes of that day stay readable." {...form.field('why')} />}
        <FormError problem={form.problem} orphans={form.orphans} />
        {version !== begun && notes && <Text size="sm" className={classes.words} dir="auto">They read now: “{notes.notes}”</Text>}
        <Group gap="xs"><Button type="submit" variant="filled" loading={form.busy}>Save notes</Button><Button variant="subtle" color="gray" onClick={() => { form.reset(); onClose() }}>Cancel</Button></Group>
      </Stack>
    </form>
  )
}
