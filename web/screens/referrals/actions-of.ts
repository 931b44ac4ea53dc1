import type { Can } from '../../api/client.ts'
import type { Referral } from './queries.ts'
import type { ReferralDialog } from './referral-dialogs.tsx'

export type Action = { dialog: ReferralDialog; label: string; can: Can }

/** The steps that bring an introduction on from where it stands, the likely one first; all others wait in a menu. */
export function actionsOf(referral: Referral): { next: Action[]; others: Action[] } {
  const { can, conflict } = referral
  const first = referral.contact?.name.split(' ')[0] ?? referral.partner.name
  const all: Record<ReferralDialog, Action> = {
    accept: { dialog: 'accept', label: 'Accept introduction', can: can.accept },
    ask: { dialog: 'ask', label: `Ask ${first}`, can: can.ask },
    decline: { dialog: 'decline', label: 'Decline with reason', can: can.decline },
    contacted: { dialog: 'contacted', label: 'Log contact', can: can.contacted },
    met: { dialog: 'met', label: 'Log meeting', can: can.met },
    qualified: { dialog: 'qualified', label: 'Qualify', can: can.qualified },
    unqualify: { dialog: 'unqualify', label: 'Take qualification back', can: can.unqualify },
    link: { dialog: 'link', label: 'Link or create opportunity', can: can.link },
    win: { dialog: 'win', label: 'Close as won', can: can.close },
    lose: { dialog: 'lose', label: 'Close as lost', can: can.close },
    reopen: { dialog: 'reopen', label: 'Open again', can: can.reopen },
    appeal: { dialog: 'appeal', label: 'Look at it again', can: can.appeal },
    owner: { dialog: 'owner', label: 'Hand over', can: can.reopen.allowed ? { allowed: false, why: 'It is closed already.' } : can.write },
    credit: { dialog: 'credit', label: `Credit ${referral.partner.name}`, can: conflict?.can.credit ?? { allowed: false, why: 'There is no conflict.' } },
    refuse: { dialog: 'refuse', label: 'Do not credit', can: conflict?.can.refuse ?? { allowed: false, why: 'There is no conflict.' } },
  }
  const isOpenConflict = conflict !== null && conflict.decidedAt === null
  const byState: Record<Referral['state'], ReferralDialog[]> = {
    submitted: isOpenConflict ? ['credit', 'refuse', 'ask'] : ['accept', 'ask', 'decline'],
    accepted: ['contacted', 'ask', 'decline'], contacted: ['met', 'ask'], met: ['qualified', 'ask'], qualified: ['link', 'ask'], opportunity: ['win', 'lose'],
    won: ['reopen'], lost: ['reopen'], declined: ['reopen'],
  }
  const next = byState[referral.state]
  const hidden: ReferralDialog[] = [...(isOpenConflict ? [] : ['credit', 'refuse'] as const), ...(referral.state === 'declined' ? [] : ['appeal'] as const)]
  const others = (Object.keys(all) as ReferralDialog[]).filter((key) => !next.includes(key) && !hidden.includes(key))
  return { next: next.map((key) => all[key]), others: others.map((key) => all[key]) }
}
