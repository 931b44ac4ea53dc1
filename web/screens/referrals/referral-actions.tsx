import { Button, Menu, Text } from '@mantine/core'
import { CanButton } from '../../parts/can-button.tsx'
import { actionsOf } from './actions-of.ts'
import type { Referral } from './queries.ts'
import type { ReferralDialog } from './referral-dialogs.tsx'

/** What may be done: the next steps as buttons, the rest in a menu; what is impossible says why. */
export function ReferralActions({ referral, open, withMenu }: { referral: Referral; open: (dialog: ReferralDialog) => void; withMenu?: boolean }) {
  const { next, others } = actionsOf(referral)
  return (
    <>
      {next.map((action, i) => (
        <CanButton key={action.dialog} can={action.can} onClick={() => open(action.dialog)} {...looks(i, action.dialog)}>{action.label}</CanButton>
      ))}
      {withMenu && (
        <Menu position="bottom-end" width={300} transitionProps={{ duration: 0 }} shadow="sm">
          <Menu.Target><Button>More</Button></Menu.Target>
          <Menu.Dropdown>
            {others.map(({ dialog, label, can }) => (
              <Menu.Item key={dialog} onClick={() => can.allowed && open(dialog)} closeMenuOnClick={can.allowed} aria-disabled={!can.allowed}>
                <Text size="sm" c={can.allowed ? undefined : 'dimmed'}>{label}</Text>
                {!can.allowed && <Text size="xs" c="dimmed">{can.why}</Text>}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  )
}

/** The first is the likely one; to open again, or to decline, is never urged. */
const looks = (i: number, dialog: ReferralDialog) => (i === 0 && dialog !== 'reopen' ? { variant: 'filled' } : dialog === 'decline' ? { variant: 'subtle', color: 'gray' } : {})
