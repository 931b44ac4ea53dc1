import { Button, Menu } from '@mantine/core'
import type { KeyboardEvent } from 'react'
import { A } from '../../parts/link.tsx'
import { sayDate, sayDay } from '../../parts/time.ts'
import { useNow } from '../../parts/use-now.ts'
import { Clock } from '../../parts/when.tsx'
import { WhyNotButton } from '../../parts/why-not-button.tsx'
import { paths } from '../../paths.ts'
import { partnerTypes } from '../partners/queries.ts'
import { endStages, stageWords, wayStages, type Card, type Stage } from './queries.ts'
import classes from './recruiting.module.css'
import { ScoreRange } from './score.tsx'

const order: Stage[] = [...wayStages, 'active']
const ageOf = (days: number): string => (days === 0 ? 'today' : days === 1 ? '1 day' : `${days} days`)
/** A card that stands long is noticed: two weeks, then a month. */
const toneOf = (days: number) => (days >= 30 ? classes.late : days >= 14 ? classes.soon : classes.quiet)

type Props = { card: Card; isBusy: boolean; move: (card: Card, to: Stage) => void }

/** One candidate on the board. It is dragged, moved by its menu, or with Shift and the arrows while anything in it has the focus. */
export function CandidateCard({ card, isBusy, move }: Props) {
  const now = useNow()
  const isOnTheWay = order.includes(card.stage) && card.stage !== 'active'
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!event.shiftKey || by === undefined || !card.can.move.allowed || !isOnTheWay) return
    event.preventDefault()
    const to = order[order.indexOf(card.stage) + by]
    if (to) move(card, to)
  }
  return (
    <li
      className={classes.card} data-item data-card={card.id} data-busy={isBusy || undefined} draggable={card.can.move.allowed} onKeyDown={onKeyDown} aria-keyshortcuts="Shift+ArrowRight Shift+ArrowLeft"
      onDragStart={(event) => event.dataTransfer.setData('text/plain', card.id)}
    >
      <p className={classes.name}><A to={paths.partner(card.id)} data-row dir="auto" underline="hover" c="inherit">{card.name}</A></p>
      <p className={classes.quiet}>{partnerTypes[card.type].word}</p>
      <p className={classes.quiet}>{card.owner.name}</p>
      <ScoreRange score={card.score} small />
      {card.dueAt && <p>Answer: <Clock due={card.dueAt} /></p>}
      {card.application && <p className={classes.quiet}>Applied{card.application.isEmailConfirmed ? '' : ', e-mail not confirmed'}</p>}
      {card.maybeSameAs > 0 && <p className={classes.soon}>May be the same as {card.maybeSameAs === 1 ? 'one we know' : `${card.maybeSameAs} we know`}</p>}
      {isOnTheWay && (card.nextStep
        ? <p className={card.nextStep.isOverdue ? classes.late : undefined}>{card.nextStep.isOverdue ? 'Overdue: ' : 'Next: '}<span dir="auto">{card.nextStep.text}</span>, {sayDay(Date.parse(`${card.nextStep.on}T12:00:00Z`), now, 'UTC')}{card.nextStep.by.id !== card.owner.id && `, ${card.nextStep.by.name}`}</p>
        : <p className={classes.quiet}>No next step</p>)}
      <div className={classes.foot}>
        <span className={toneOf(card.stage === 'active' || !isOnTheWay ? 0 : card.days)} title={`In this stage since ${sayDate(card.stageSince.slice(0, 10))}`}>{ageOf(card.days)}</span>
        {card.stage !== 'active' && (card.can.move.allowed ? <MoveMenu card={card} move={move} /> : <WhyNotButton why={card.can.move.why ?? ''} size="compact-xs" variant="subtle">Move</WhyNotButton>)}
      </div>
    </li>
  )
}

function MoveMenu({ card, move }: Omit<Props, 'isBusy'>) {
  const item = (stage: Stage) => <Menu.Item key={stage} disabled={stage === card.stage} onClick={() => move(card, stage)}>{stageWords[stage]}</Menu.Item>
  return (
    <Menu position="bottom-end" width={190}>
      <Menu.Target><Button size="compact-xs" variant="subtle" color="gray" aria-label={`Move ${card.name}`}>Move</Button></Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Move to</Menu.Label>
        {wayStages.map(item)}
        <Menu.Divider />
        {endStages.map(item)}
      </Menu.Dropdown>
    </Menu>
  )
}
