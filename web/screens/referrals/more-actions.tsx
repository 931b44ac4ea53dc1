import { Button, Menu, Text } from '@mantine/core'
import type { Action } from './actions-of.ts'
import type { ReferralDialog } from './referral-dialogs.tsx'

/** The actions that are not the next step, the possible ones first; what is impossible says why. */
export function MoreActions({ actions, open }: { actions: Action[]; open: (dialog: ReferralDialog) => void }) {
  if (!actions.some(({ can }) => can.allowed)) return null
  const possibleFirst = actions.toSorted((a, b) => Number(b.can.allowed) - Number(a.can.allowed))
  return (
    <Menu position="bottom-end" width={300} transitionProps={{ duration: 0 }} shadow="sm">
      <Menu.Target><Button>More</Button></Menu.Target>
      <Menu.Dropdown>
        {possibleFirst.map(({ dialog, label, can }) => (
          <Menu.Item key={dialog} onClick={() => can.allowed && open(dialog)} closeMenuOnClick={can.allowed} aria-disabled={!can.allowed}>
            <Text size="sm" c={can.allowed ? undefined : 'dimmed'}>{label}</Text>
            {!can.allowed && <Text size="xs" c="dimmed">{can.why}</Text>}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
