import { Link } from '@tanstack/react-router'
import { useEffect, useRef, type ReactNode } from 'react'
import { useMe, type Permission } from '../../api/session.ts'
import { Page } from '../../parts/page.tsx'
import { paths } from '../../paths.ts'
import classes from './settings.module.css'

const items: { label: string; to: string; needs?: Permission }[] = [
  { label: 'Workspace', to: paths.settings() },
  { label: 'Ideal customers', to: paths.icp() },
  { label: 'Scorecards', to: paths.scorecards() },
  { label: 'Application page', to: paths.applicationPage() },
  { label: 'Members', to: paths.members() },
  { label: 'API keys', to: paths.keys(), needs: 'keys:write' },
  { label: 'Mailbox', to: paths.mails(), needs: 'mail:read' },
  { label: 'My sign-in', to: paths.mySignIn() },
]

/** A page of the settings: the ways to the others above it. */
export function SettingsPage({ title, sub, actions, parent, children }: { title: string; sub?: ReactNode; actions?: ReactNode; parent?: { title: string; to: string }; children: ReactNode }) {
  const { may } = useMe()
  const nav = useRef<HTMLElement>(null)
  // Nothing may be returned: browsers have begun to answer scrolling with a promise.
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [])
  return (
    <>
      <nav ref={nav} aria-label="Settings" className={classes.nav}>
        <ul>
          {items.filter((item) => !item.needs || may(item.needs)).map((item) => (
            <li key={item.to}><Link to={item.to} activeOptions={{ exact: item.to === paths.settings(), includeSearch: false }} className={classes.item}>{item.label}</Link></li>
          ))}
        </ul>
      </nav>
      <Page title={title} {...(parent ? { parent } : {})} sub={sub} actions={actions}>{children}</Page>
    </>
  )
}
