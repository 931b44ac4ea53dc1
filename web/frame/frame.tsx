import { Burger, Drawer, Kbd } from '@mantine/core'
import { useDisclosure, useHotkeys } from '@mantine/hooks'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useWorkspace } from '../api/session.ts'
import classes from './frame.module.css'
import { PersonMenu } from './person-menu.tsx'
import { Rail } from './rail.tsx'

const Finder = lazy(() => import('./finder.tsx').then((module) => ({ default: module.Finder })))
const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent)

/** What stands around every page: rail, search, person. */
export function Frame() {
  const [drawer, { open, close }] = useDisclosure(false)
  const [finder, setFinder] = useState(false)
  useHotkeys([['mod+K', () => setFinder(true)]], [])
  useFocusOnNewPage()
  return (
    <div className={classes.frame}>
      <a href="#main" className={classes.skip}>Skip to the content</a>
      <div className={classes.rail}>
        <Workspace />
        <Rail />
      </div>
      <div>
        <header className={classes.top}>
          <Burger className={classes.burger} opened={drawer} onClick={open} size="sm" aria-label="Menu" />
          <button type="button" className={classes.search} aria-haspopup="dialog" onClick={() => setFinder(true)}>
            <span>Find or do anything</span>
            <Kbd size="xs">{isMac ? '⌘ K' : 'Ctrl K'}</Kbd>
          </button>
          <PersonMenu />
        </header>
        <main id="main" tabIndex={-1} className={classes.main}>
          <Outlet />
        </main>
      </div>
      <Drawer opened={drawer} onClose={close} size="16rem" title={<Workspace />} padding={0} closeButtonProps={{ 'aria-label': 'Close', mr: 'md' }} transitionProps={{ duration: 100 }}>
        <Rail onGo={close} />
      </Drawer>
      {finder && <Suspense><Finder onClose={() => setFinder(false)} /></Suspense>}
    </div>
  )
}

function Workspace() {
  const { name, accent } = useWorkspace()
  return (
    <div className={classes.workspace}>
      <span className={classes.mark} style={{ background: accent }} aria-hidden />
      {name}
    </div>
  )
}

/** After going to another page, reading goes on at its title. */
function useFocusOnNewPage(): void {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname })
  const first = useRef(true)
  useEffect(() => {
    if (path === undefined) return
    if (first.current) {
      first.current = false
      return
    }
    requestAnimationFrame(() => document.getElementById('page-title')?.focus({ preventScroll: true }))
  }, [path])
}
