import { sayPeriod } from '../../parts/quarters.ts'
import { Group, Text } from '@mantine/core'
import { useState } from 'react'
import { CanButton } from '../../parts/can-button.tsx'
import { A } from '../../parts/link.tsx'
import { Section } from '../../parts/page.tsx'
import classes from '../../parts/rows.module.css'
import { State } from '../../parts/state.tsx'
import text from '../../parts/text.module.css'
import { Day, When } from '../../parts/when.tsx'
import { paths } from '../../paths.ts'
import { ActionDialog } from './action-dialog.tsx'
import { actionWords, type Review, type ReviewAction } from './queries.ts'
import { SettleAction } from './settle-action.tsx'

/** Who does what by when, at most five; and what is still open from before. */
export function ReviewActions({ review }: { review: Review }) {
  const [adding, setAdding] = useState(false)
  const { actions, carried, can } = review
  return (
    <>
      {carried.length > 0 && (
        <Section title="Still open from before" count={carried.length}>
          <ul className={classes.rows}>{carried.map((action) => <ActionRow key={action.id} action={action} isCarried />)}</ul>
        </Section>
      )}
      <Section title="Actions" count={actions.length} action={<CanButton can={can.addAction} onClick={() => setAdding(true)}>Add action</CanButton>}>
        {actions.length === 0 && <Text size="sm" c="dimmed">None yet. Agree on at most five, each with one owner and a day. What is ours stands in Today until it is done.</Text>}
        <ul className={classes.rows}>{actions.map((action) => <ActionRow key={action.id} action={action} isHeld={review.state === 'held'} />)}</ul>
      </Section>
      {adding && <ActionDialog reviewId={review.id} partner={review.partner.name} onClose={() => setAdding(false)} />}
    </>
  )
}

type Opened = 'change' | 'done' | 'dropped' | 'open'
function ActionRow({ action, isCarried = false, isHeld = isCarried }: { action: ReviewAction; isCarried?: boolean; isHeld?: boolean }) {
  const [opened, setOpened] = useState<Opened | null>(null)
  const { can } = action
  return (
    <li>
      <div>
        <p dir="auto">{action.words}</p>
        <p className={classes.quiet}>
          <bdi>{action.owner?.name ?? action.ownerWords}</bdi>{!action.owner && ' (partner)'}, by <span className={action.isOverdue ? text.late : undefined}><Day date={action.dueOn} />{action.isOverdue && ', overdue'}</span>
          {isCarried && <>, from <A to={paths.review(action.reviewId)}>{sayPeriod(action.quarter)}</A></>}
        </p>
        {action.settledAt && <p className={classes.quiet}>{action.state === 'done' ? 'Done' : 'Dropped'} <When at={action.settledAt} day />{action.settledBy && ` by ${action.settledBy.name}`}{action.settledWhy && <>: <span dir="auto">“{action.settledWhy}”</span></>}</p>}
      </div>
      <Group gap="xs">
        <State {...actionWords[action.state]} />
        {action.state === 'open' && <CanButton can={can.settle} size="xs" aria-label={`Done: ${action.words}`} onClick={() => setOpened('done')}>Done</CanButton>}
        {action.state === 'open' && <CanButton can={can.settle} size="xs" variant="subtle" color="gray" aria-label={`Drop: ${action.words}`} onClick={() => setOpened('dropped')}>Drop</CanButton>}
        {action.state === 'open' && can.change.allowed && <CanButton can={can.change} size="xs" variant="subtle" color="gray" aria-label={`Change: ${action.words}`} onClick={() => setOpened('change')}>Change</CanButton>}
        {action.state !== 'open' && can.reopen.allowed && <CanButton can={can.reopen} size="xs" variant="subtle" color="gray" aria-label={`Take up again: ${action.words}`} onClick={() => setOpened('open')}>Take up again</CanButton>}
      </Group>
      {opened === 'change' && <ActionDialog reviewId={action.reviewId} partner={action.partner.name} action={action} isHeld={isHeld} onClose={() => setOpened(null)} />}
      {opened !== null && opened !== 'change' && <SettleAction action={action} to={opened} onClose={() => setOpened(null)} />}
    </li>
  )
}
