import { Button, Tooltip, VisuallyHidden, type ButtonProps } from '@mantine/core'
import { useId, type ReactNode } from 'react'

/** A button for what is not possible now: it stays reachable and says why, on hover and on focus. */
export function WhyNotButton({ why, children, ...rest }: ButtonProps & { why: string | undefined; children: ReactNode }) {
  const id = useId()
  return (
    <>
      <Tooltip label={why}>
        <Button {...rest} variant={rest.variant === 'subtle' ? 'subtle' : 'default'} data-disabled aria-disabled aria-describedby={id} onClick={(event) => event.preventDefault()}>
          {children}
        </Button>
      </Tooltip>
      <VisuallyHidden id={id}>{why}</VisuallyHidden>
    </>
  )
}
