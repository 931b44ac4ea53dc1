import { Burger, Kbd } from '@mantine/core'
import { useDisclosure, useHotkeys } from '@mantine/hooks'
import { Outlet } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import classes from './frame.module.css'
import { lazily } from '../parts/lazily.ts'
import { Person } from './person.tsx'
import { Rail } from './rail.tsx'
import { Workspace } from './workspace.tsx'

const Finder = lazily(() => import('./finder.tsx').then((m) => m.Finder))
const PhoneRail = lazily(() => import('./phone-rail.tsx').then((m) => m.PhoneRail))
const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent)

/** What stands around every page: rail, search, person. */
export function Frame() {
  const [drawer, { open, close }] = useDisclosure(false)
  const [finder, setFinder] = useState(false)
  useHotkeys([['mod+K', () => setFinder(true)]], [])
  return (
    <div className={classes.frame}>
      <a href="#main" className={classes.skip}>Skip to the content</a>
      <div className={classes.rail}>
        <Rail head={<Workspace />} />
      </div>
      <div>
        <header className={classes.top}>
          <Burger className={classes.burger} opened={drawer} onClick={open} size="sm" aria-label="Menu" />
          <button type="button" className={classes.search} aria-haspopup="dialog" onClick={() => setFinder(true)}>
            <span>Find or do anything</span>
            <Kbd size="xs">{isMac ? '⌘ K' : 'Ctrl K'}</Kbd>
          </button>
          <Person />
        </header>
        <main id="main" tabIndex={-1} className={classes.main}>
          <Outlet />
        </main>
      </div>
      {drawer && <Suspense><PhoneRail onClose={close} /></Suspense>}
      {finder && <Suspense><Finder onClose={() => setFinder(false)} /></Suspense>}
    </div>
  )
}
