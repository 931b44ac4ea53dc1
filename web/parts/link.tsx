import { Anchor, Button } from '@mantine/core'
import { createLink } from '@tanstack/react-router'

/** A link to a page of the app: `<A to={paths.partner(id)}>`. */
export const A = createLink(Anchor<'a'>)
/** The same with the look of a button. */
export const ButtonLink = createLink(Button<'a'>)
