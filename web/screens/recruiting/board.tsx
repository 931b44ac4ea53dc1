import { VisuallyHidden } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useAct } from '../../api/use-act.ts'
import { sayNumber } from '../../parts/numbers.ts'
import { useListKeys } from '../../parts/use-keys.ts'
import { CandidateCard } from './candidate-card.tsx'
import { isAsked, MoveDialog, type Moving } from './move-dialog.tsx'
import { endStages, moveCandidate, stageWords, wayStages, type Card, type Stage } from './queries.ts'
import classes from './recruiting.module.css'

/** The way in, a column for each stage, those who wait for our answer first; where it ends stands below. Whoever moves what another has moved meanwhile is told. */
export function Board({ cards, counts }: { cards: Card[]; counts: Partial<Record<Stage, number>> }) {
  const place = useRef<HTMLDivElement>(null)
  const [asking, setAsking] = useState<Moving | null>(null)
  const [said, setSaid] = useState('')
  const [sent, setSent] = useState<Card | null>(null)
  // Until it stands where it was sent: a second press before that would start from the old place.
  const busy = cards.find((card) => card.id === sent?.id && card.stageSince === sent.stageSince)?.id ?? null
  const waited = useRef(busy)
  const act = useAct(({ card, to }: { card: Card; to: Stage }) => moveCandidate(card.id, { from: card.stage, to }).catch((error: unknown) => {
    setSent(null)
    throw error
  }))
  useEffect(() => {
    // The card is drawn anew in its column; who moved it by keys goes on from there.
    if (waited.current && !busy && (document.activeElement === null || document.activeElement === document.body)) place.current?.querySelector<HTMLElement>(`[data-card="${waited.current}"] a`)?.focus()
    waited.current = busy
  }, [busy])
  const move = (card: Card, to: Stage) => {
    if (to === card.stage || !card.can.move.allowed || busy) return
    if (isAsked(to)) return setAsking({ id: card.id, name: card.name, from: card.stage, to, hasApplied: card.dueAt !== null })
    setSent(card)
    setSaid(`${card.name} moves to ${stageWords[to]}.`)
    act.run({ card, to })
  }
  const drop = (id: string, to: Stage) => {
    const card = cards.find((one) => one.id === id)
    if (card) move(card, to)
  }
  useListKeys(place, '[data-row]')
  const column = (stage: Stage) => <Column key={stage} stage={stage} count={counts[stage] ?? 0} cards={cards.filter((card) => card.stage === stage).toSorted((a, b) => (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9'))} busy={busy} move={move} drop={drop} />
  return (
    <>
      <div ref={place} role="region" aria-label="Board">
        <div className={classes.board} tabIndex={0} role="group" aria-label="On the way in">{wayStages.map(column)}</div>
        <div className={classes.ends}>{endStages.map(column)}</div>
      </div>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
      {asking && <MoveDialog move={asking} onClose={() => setAsking(null)} />}
    </>
  )
}

type ColumnProps = { stage: Stage; count: number; cards: Card[]; busy: string | null; move: (card: Card, to: Stage) => void; drop: (id: string, to: Stage) => void }

function Column({ stage, count, cards, busy, move, drop }: ColumnProps) {
  const [isOver, setIsOver] = useState(false)
  return (
    <section
      className={classes.column} data-stage={stage} data-empty={cards.length === 0 || undefined} data-over={isOver || undefined} aria-label={`${stageWords[stage]}, ${sayNumber(count)}`}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setIsOver(false)
        drop(event.dataTransfer.getData('text/plain'), stage)
      }}
    >
      <div className={classes.columnHead}><h2>{stageWords[stage]}</h2><span className={classes.count}>{sayNumber(count)}</span></div>
      <ul className={classes.cards}>{cards.map((card) => <CandidateCard key={card.id} card={card} isBusy={busy === card.id} move={move} />)}</ul>
      {count > cards.length && <p className={classes.quiet}>{sayNumber(count - cards.length)} more. Look for a name, or choose a type or an owner.</p>}
    </section>
  )
}
