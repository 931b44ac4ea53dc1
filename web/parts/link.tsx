import { Anchor, Button, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentProps } from 'react'

/** A link to a page of the app: `<A to={paths.partner(id)}>`. */
export const A = createLink(Anchor<'a'>)
/** The same with the look of a button; it stays a link, so that it opens in another tab too. */
export const ButtonLink = createLink((props: ButtonProps & Omit<ComponentProps<'a'>, keyof ButtonProps>) => <Button component="a" {...props} />)
