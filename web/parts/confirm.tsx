import { Button, Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Act } from '../api/use-act.ts'
import { FormError } from './form-error.tsx'
import { OpenModal } from './open-modal.tsx'

/** Asks once more before something that cannot simply be taken back; nothing has to be typed, and a key held too long does nothing dangerous. */
export function Confirm({ title, children, verb, act, onClose, isDangerous }: { title: string; children: ReactNode; verb: string; act: Act<void>; onClose: () => void; isDangerous?: boolean }) {
  return (
    <OpenModal title={title} onClose={onClose}>
      <Stack gap="md">
        <Text size="sm" component="div">{children}</Text>
        <FormError problem={act.problem} />
        <Group gap="xs">
          <Button variant="filled" loading={act.busy} onClick={() => act.run()} {...(isDangerous ? { color: 'red.9' } : { 'data-autofocus': true })}>{verb}</Button>
          <Button variant="subtle" color="gray" onClick={onClose} {...(isDangerous ? { 'data-autofocus': true } : {})}>Cancel</Button>
        </Group>
      </Stack>
    </OpenModal>
  )
}
