import type { ReactNode } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, take } from '../api/client.ts'
import { useMe } from '../api/session.ts'
import { trayCountQuery } from '../screens/facts/queries.ts'
import classes from './frame.module.css'
import { railGroups } from './rail-items.ts'

function useCounts(mayMoney: boolean) {
  const options = { staleTime: 30_000 }
  const today = useQuery({ ...options, queryKey: ['today', 'count'], queryFn: async () => (await take(api.GET('/api/v1/today', { params: { query: { limit: 1 } } }))).total })
  const partners = useQuery({ ...options, queryKey: ['partners', 'count'], queryFn: async () => (await take(api.GET('/api/v1/partners', { params: { query: { limit: 1 } } }))).total })
  const conflicts = useQuery({ ...options, queryKey: ['conflicts', 'count'], queryFn: async () => (await take(api.GET('/api/v1/conflicts', { params: { query: { open: 'true' } } }))).items.length })
  const tray = useQuery({ ...trayCountQuery, enabled: mayMoney })
  return { tray: tray.data, today: today.data, partners: partners.data, conflicts: conflicts.data }
}

/** Where one can go, with how much waits there. */
export function Rail({ head, onGo }: { head?: ReactNode; onGo?: () => void }) {
  const { may } = useMe()
  const counts = useCounts(may('ledger:read'))
  return (
    <nav aria-label="Main">
      {head}
      <div className={classes.nav}>
        {railGroups.map((group) => {
          const items = group.items.filter((item) => !item.needs || may(item.needs))
          if (items.length === 0) return null
          return (
            <div key={group.label ?? ''} className={classes.group}>
              {group.label && <p className={classes.groupLabel}>{group.label}</p>}
              <ul>
                {items.map((item) => {
                  const count = item.count ? counts[item.count] : undefined
                  return (
                    <li key={item.to}>
                      <Link to={item.to} className={classes.item} activeOptions={{ exact: item.to === '/', includeSearch: false }} {...(onGo ? { onClick: onGo } : {})}>
                        <span>{item.label}</span>
                        {count ? <span className={classes.count}>{count.toLocaleString('en-US')}</span> : null}
                      </Link>
                    </li>
                  )
                })}
              </ul>
            </div>
          )
        })}
      </div>
    </nav>
  )
}
