import type { Permission } from '../api/session.ts'
import { paths } from '../paths.ts'

export type RailItem = { label: string; to: string; needs?: Permission; count?: 'today' | 'partners' | 'conflicts' | 'tray' }
export type RailGroup = { label: string | null; items: RailItem[] }

/** The rail, grouped by what a partner manager does. */
export const railGroups: RailGroup[] = [
  { label: null, items: [{ label: 'Today', to: paths.today(), count: 'today' }] },
  { label: 'Partners', items: [{ label: 'Recruiting', to: paths.recruiting() }, { label: 'Directory', to: paths.partners(), count: 'partners' }, { label: 'Account mapping', to: paths.mapping(), needs: 'mapping:read' }] },
  { label: 'Co-sell', items: [{ label: 'Referrals', to: paths.referrals() }, { label: 'Conflicts', to: paths.conflicts(), count: 'conflicts' }, { label: 'Opportunities', to: paths.opportunities() }] },
  { label: 'Program', items: [{ label: 'Hypotheses', to: paths.hypotheses() }, { label: 'Plans', to: paths.plans() }] },
  { label: 'Money', items: [{ label: 'Commissions', to: paths.commissions(), needs: 'ledger:read' }, { label: 'Statements', to: paths.statements(), needs: 'ledger:read' }, { label: 'Disputes', to: paths.disputes(), needs: 'ledger:read' }, { label: 'Payouts', to: paths.payouts(), needs: 'payouts:read' }, { label: 'Facts', to: paths.facts(), needs: 'ledger:read', count: 'tray' }, { label: 'Ledger', to: paths.trialBalance(), needs: 'ledger:read' }] },
  { label: 'Results', items: [{ label: 'Performance', to: paths.performance() }, { label: 'Reviews', to: paths.reviews() }] },
  { label: 'Data', items: [{ label: 'Companies', to: paths.companies() }, { label: 'Imports', to: paths.imports(), needs: 'imports:write' }] },
  { label: 'Workspace', items: [{ label: 'Event log', to: paths.events(), needs: 'events:read' }, { label: 'Settings', to: paths.settings() }] },
]
