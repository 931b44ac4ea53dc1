import { Text, Textarea } from '@mantine/core'
import type { ReactNode } from 'react'
import { FormDialog } from './dialog.tsx'
import { required, useForm } from './use-form.ts'

type Props = {
  onClose: () => void
  title: string
  /** What happens then. */
  children?: ReactNode
  verb: string
  label?: string
  description?: string
  isOptional?: boolean
  isDangerous?: boolean
  /** Says no, where "Cancel" could be taken for the verb. */
  keep?: string
  act: (why: string) => Promise<unknown>
}

/** Asks why before doing what cannot simply be taken back; the reason stands in the timeline. */
export function ConfirmWhy({ onClose, title, children, verb, label = 'Why', description, isOptional, isDangerous, keep, act }: Props) {
  const form = useForm({
    initial: { why: '' }, checks: isOptional ? {} : { why: required('Say why.') },
    submit: async ({ why }) => {
      await act(why.trim())
      onClose()
    },
  })
  return (
    <FormDialog title={title} onClose={onClose} verb={verb} form={form} isDangerous={isDangerous} keep={keep}>
      {children && <Text size="sm" c="dimmed" component="div">{children}</Text>}
      <Textarea label={isOptional ? `${label} (optional)` : label} description={description} data-autofocus {...form.field('why')} />
    </FormDialog>
  )
}
