import type { ReactNode } from 'react'
import type { Can } from '../api/client.ts'
import { CanButton } from './can-button.tsx'
import { ButtonLink } from './link.tsx'

/** A link with the look of a button to where something can be done; where it cannot, it says why. */
export function CanLink({ can, to, search, isPrimary, children }: { can: Can; to: string; search?: Record<string, string>; isPrimary?: boolean; children: ReactNode }) {
  if (!can.allowed) return <CanButton can={can} onClick={() => undefined}>{children}</CanButton>
  return <ButtonLink to={to} search={(search ?? {}) as never} {...(isPrimary ? { variant: 'filled' } : {})}>{children}</ButtonLink>
}
