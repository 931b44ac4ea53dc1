import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Act } from '../api/use-act.ts'
import { FormError } from './form-error.tsx'

/** Asks once more before something that cannot simply be taken back; nothing has to be typed. */
export function Confirm({ title, children, verb, act, onClose, isDangerous }: { title: string; children: ReactNode; verb: string; act: Act<void>; onClose: () => void; isDangerous?: boolean }) {
  return (
    <Modal title={title} opened onClose={onClose}>
      <Stack gap="md">
        <Text size="sm" component="div">{children}</Text>
        <FormError problem={act.problem} />
        <Group gap="xs">
          <Button variant="filled" data-autofocus loading={act.busy} onClick={() => act.run()} {...(isDangerous ? { color: 'red.8' } : {})}>{verb}</Button>
          <Button variant="subtle" color="gray" onClick={onClose}>Cancel</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
