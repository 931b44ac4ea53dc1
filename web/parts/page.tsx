import { Box, Group, Text, Title } from '@mantine/core'
import { useEffect, useRef, type ReactNode } from 'react'
import { A } from './link.tsx'
import { sayNumber } from './numbers.ts'
import classes from './page.module.css'

// After going to another page, reading goes on at its title; the first page leaves the focus where the browser put it.
let pagesShown = 0

type Props = {
  title: string
  /** The list this page belongs to, as a way back. */
  parent?: { title: string; to: string }
  sub?: ReactNode
  actions?: ReactNode
  children: ReactNode
}

/** A page: one noun, its title, what may be done, the content. */
export function Page({ title, parent, sub, actions, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · Alongside`
  }, [title])
  useEffect(() => {
    if (pagesShown++ > 0 && !(document.activeElement instanceof HTMLInputElement)) heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <>
      <header className={classes.header}>
        <Box className={classes.head}>
          {parent && <Text size="sm" mb={2}><A to={parent.to} c="dimmed" underline="hover">{parent.title}</A></Text>}
          <Title order={1} ref={heading} id="page-title" tabIndex={-1} dir="auto" className={classes.title}>{title}</Title>
          {sub && <Text size="sm" c="dimmed" mt={4} component="div">{sub}</Text>}
        </Box>
        {actions && <Group gap="xs" className={classes.actions}>{actions}</Group>}
      </header>
      {children}
    </>
  )
}

/** A detail page's two columns: facts left, timeline right; one below the other where it is narrow. */
export function Columns({ main, side }: { main: ReactNode; side: ReactNode }) {
  return (
    <div className={classes.columns}>
      <div>{main}</div>
      <div>{side}</div>
    </div>
  )
}

/** A part of a page under its own heading. */
export function Section({ title, count, action, children }: { title: string; count?: number | undefined; action?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <div className={classes.sectionHead}>
        <Title order={2}>
          {title}
          {count !== undefined && <span className={classes.count}> {sayNumber(count)}</span>}
        </Title>
        {action}
      </div>
      {children}
    </section>
  )
}
