import { Drawer } from '@mantine/core'
import { useFocusBack } from '../parts/use-focus-back.ts'
import { Rail } from './rail.tsx'
import { Workspace } from './workspace.tsx'

/** The rail where there is no room beside the page. */
export function PhoneRail({ onClose }: { onClose: () => void }) {
  useFocusBack()
  return (
    <Drawer opened onClose={onClose} size="16rem" title={<Workspace />} padding={0} closeButtonProps={{ 'aria-label': 'Close', mr: 'md' }} transitionProps={{ duration: 0 }}>
      <Rail onGo={onClose} />
    </Drawer>
  )
}
