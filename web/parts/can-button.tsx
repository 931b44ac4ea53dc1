import { Button, type ButtonProps } from '@mantine/core'
import { Suspense, type ReactNode } from 'react'
import type { Can } from '../api/client.ts'
import { lazily } from './lazily.ts'

type Props = ButtonProps & { can: Can; onClick: () => void; children: ReactNode; autoFocus?: boolean; 'aria-label'?: string }

const WhyNotButton = lazily(() => import('./why-not-button.tsx').then((m) => m.WhyNotButton))

/** A button for what may be possible. Where it is not, it stays reachable and says why. */
export function CanButton({ can, onClick, children, ...rest }: Props) {
  if (can.allowed) return <Button onClick={onClick} {...rest}>{children}</Button>
  return <Suspense fallback={<Button {...rest} variant="default" disabled>{children}</Button>}><WhyNotButton {...rest} why={can.why}>{children}</WhyNotButton></Suspense>
}
