import { Stack, Text, Title } from '@mantine/core'
import { useEffect, type ReactNode } from 'react'
import classes from './outside.module.css'

/** A page outside the frame: one column, one thing to do. */
export function Outside({ title, sub, children }: { title: string; sub?: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Alongside`
  }, [title])
  return (
    <main className={classes.outside}>
      <p className={classes.name}><span className={classes.mark} aria-hidden />Alongside</p>
      <Stack gap="lg">
        <div>
          <Title order={1}>{title}</Title>
          {sub && <Text size="sm" c="dimmed" mt={4}>{sub}</Text>}
        </div>
        {children}
      </Stack>
    </main>
  )
}
