import { Modal, type ModalProps } from '@mantine/core'
import { useFocusBack } from './use-focus-back.ts'

/** A dialog that is open as long as it is drawn. Closed, it gives the focus back to what opened it. */
export function OpenModal(props: Omit<ModalProps, 'opened'> & { title: string }) {
  useFocusBack()
  return <Modal opened {...props} />
}
