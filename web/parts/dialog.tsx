import { Button, Group, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { FormError } from './form-error.tsx'
import { OpenModal } from './open-modal.tsx'
import type { AnyForm } from './use-form.ts'

type Props = { title: string; onClose: () => void; verb: string; form: AnyForm; children: ReactNode; isDangerous?: boolean | undefined; keep?: string | undefined }

/** A short form in a dialog, open as long as it is there; Enter submits, the button says the verb. */
export function FormDialog({ title, onClose, verb, form, children, isDangerous, keep = 'Cancel' }: Props) {
  return (
    <OpenModal title={title} onClose={onClose}>
      <form onSubmit={form.onSubmit} noValidate>
        <Stack gap="md">
          {children}
          <FormError problem={form.problem} orphans={form.orphans} />
          <Group gap="xs">
            <Button type="submit" variant="filled" loading={form.busy} {...(isDangerous ? { color: 'red.9' } : {})}>{verb}</Button>
            <Button variant="subtle" color="gray" onClick={onClose}>{keep}</Button>
          </Group>
        </Stack>
      </form>
    </OpenModal>
  )
}
