import { Suspense, useState } from 'react'
import { useMe } from '../api/session.ts'
import { lazily } from '../parts/lazily.ts'
import classes from './frame.module.css'

const load = () => import('./person-menu.tsx').then((m) => m.PersonMenu)
const PersonMenu = lazily(load)

/** Who I am; the menu behind it is fetched when it is first wanted. */
export function Person() {
  const { person, here } = useMe()
  const [wanted, setWanted] = useState(false)
  const name = here?.memberName ?? person.name
  const button = <button type="button" className={classes.person} aria-haspopup="menu" aria-expanded={false} onPointerEnter={() => void load().catch(() => {})} onClick={() => setWanted(true)}>{name}</button>
  return wanted ? <Suspense fallback={button}><PersonMenu name={name} /></Suspense> : button
}
