import { Button, Tooltip, VisuallyHidden, type ButtonProps } from '@mantine/core'
import { useId, type ReactNode } from 'react'
import type { Can } from '../api/client.ts'

type Props = ButtonProps & { can: Can; onClick: () => void; children: ReactNode; autoFocus?: boolean }

/** A button for what may be possible. Where it is not, it stays reachable and says why, on hover and on focus. */
export function CanButton({ can, onClick, children, ...rest }: Props) {
  const id = useId()
  if (can.allowed) return <Button onClick={onClick} {...rest}>{children}</Button>
  return (
    <>
      <Tooltip label={can.why}>
        <Button {...rest} variant={rest.variant === 'subtle' ? 'subtle' : 'default'} data-disabled aria-disabled aria-describedby={id} onClick={(event) => event.preventDefault()}>
          {children}
        </Button>
      </Tooltip>
      <VisuallyHidden id={id}>{can.why}</VisuallyHidden>
    </>
  )
}
